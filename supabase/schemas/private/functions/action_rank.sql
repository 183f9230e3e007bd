-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.action_rank (
  p_action text
)
  RETURNS integer
  LANGUAGE plpgsql
  IMMUTABLE
  SET search_path TO ''
  AS $function$
begin
  return array_position(array['allow', 'flag', 'warn', 'block'], p_action);
end;
$function$;

COMMENT ON FUNCTION "private"."action_rank"(text) IS 'How strong an action is: 1 allow to 4 block.';

REVOKE ALL ON FUNCTION "private"."action_rank"(text) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."action_rank"(text) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."action_rank"(text) TO "postgres";
