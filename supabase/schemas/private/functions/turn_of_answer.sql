-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.turn_of_answer (
  p_message_id uuid
)
  RETURNS public.turns
  LANGUAGE plpgsql
  STABLE
  SET search_path TO ''
  AS $function$
declare
  v_turn public.turns;
begin
  select * into v_turn from public.turns where assistant_message_id = p_message_id;
  if not found then
    perform private.message_not_found();
  end if;
  return v_turn;
end;
$function$;

COMMENT ON FUNCTION "private"."turn_of_answer"(uuid) IS 'The turn that made an answer. PT404 for one that no turn made, as what was brought in from elsewhere.';

REVOKE ALL ON FUNCTION "private"."turn_of_answer"(uuid) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."turn_of_answer"(uuid) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."turn_of_answer"(uuid) TO "postgres";
