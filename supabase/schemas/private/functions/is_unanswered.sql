-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.is_unanswered (
  p_message_id uuid
)
  RETURNS boolean
  LANGUAGE plpgsql
  STABLE
  SET search_path TO ''
  AS $function$
begin
  return exists (
      select from public.turns where user_message_id = p_message_id and state = 'failed')
    and not exists (
      select from public.turns where user_message_id = p_message_id and state <> 'failed');
end;
$function$;

COMMENT ON FUNCTION "private"."is_unanswered"(uuid) IS 'Whether a message is a question that got no answer, as one that was blocked: no model is told.';

REVOKE ALL ON FUNCTION "private"."is_unanswered"(uuid) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."is_unanswered"(uuid) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."is_unanswered"(uuid) TO "postgres";
