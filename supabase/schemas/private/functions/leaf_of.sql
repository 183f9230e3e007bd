-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.leaf_of (
  p_conversation_id uuid
)
  RETURNS uuid
  LANGUAGE plpgsql
  STABLE
  SET search_path TO ''
  AS $function$
begin
  return (
    select id from public.messages
    where conversation_id = p_conversation_id and is_current
    order by ordinal desc limit 1);
end;
$function$;

COMMENT ON FUNCTION "private"."leaf_of"(uuid) IS 'The last message that is shown: the next one follows it.';

REVOKE ALL ON FUNCTION "private"."leaf_of"(uuid) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."leaf_of"(uuid) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."leaf_of"(uuid) TO "postgres";
