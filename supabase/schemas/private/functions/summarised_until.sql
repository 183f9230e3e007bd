-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.summarised_until (
  p_conversation_id uuid
)
  RETURNS bigint
  LANGUAGE plpgsql
  STABLE
  SET search_path TO ''
  AS $function$
begin
  return coalesce((
    select ordinal from public.messages
    where id = (private.summary_of(p_conversation_id)).message_id), 0);
end;
$function$;

COMMENT ON FUNCTION "private"."summarised_until"(uuid) IS 'The ordinal up to which a summary tells; or 0.';

REVOKE ALL ON FUNCTION "private"."summarised_until"(uuid) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."summarised_until"(uuid) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."summarised_until"(uuid) TO "postgres";
