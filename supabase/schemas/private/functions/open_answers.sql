-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.open_answers (
  p_user_id uuid
)
  RETURNS bigint
  LANGUAGE plpgsql
  STABLE
  SET search_path TO ''
  AS $function$
begin
  return (select count(*) from public.turns where user_id = p_user_id and state = 'streaming')
    + (select count(*) from public.actions
      where user_id = p_user_id and state = 'running' and action = 'completion');
end;
$function$;

COMMENT ON FUNCTION "private"."open_answers"(uuid) IS 'How many answers a person is being given: in conversations and over the API.';

REVOKE ALL ON FUNCTION "private"."open_answers"(uuid) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."open_answers"(uuid) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."open_answers"(uuid) TO "postgres";
