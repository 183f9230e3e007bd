-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.is_cleared (
  p_turn_id uuid
)
  RETURNS boolean
  LANGUAGE plpgsql
  STABLE
  SET search_path TO ''
  AS $function$
begin
  return exists (
    select from private.moderation_decision
    where subject_id = p_turn_id and direction = 'input' and review = 'overturned');
end;
$function$;

COMMENT ON FUNCTION "private"."is_cleared"(uuid) IS 'Whether an admin let a message pass that was blocked: then it may be sent again.';

REVOKE ALL ON FUNCTION "private"."is_cleared"(uuid) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."is_cleared"(uuid) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."is_cleared"(uuid) TO "postgres";
