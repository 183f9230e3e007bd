-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.was_blocked (
  p_message_id uuid
)
  RETURNS boolean
  LANGUAGE sql
  STABLE
  SET search_path TO ''
  AS $function$
  select exists (
    select from public.turns
    where user_message_id = p_message_id and state = 'failed' and error_code = 'message_blocked');
$function$;

COMMENT ON FUNCTION "private"."was_blocked"(uuid) IS 'Whether moderation has blocked a message of a person, and nobody has let it pass since.';

REVOKE ALL ON FUNCTION "private"."was_blocked"(uuid) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."was_blocked"(uuid) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."was_blocked"(uuid) TO "postgres";
