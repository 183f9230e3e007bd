-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.note_verdicts (
  p_turn_id  uuid,
  p_attempt  integer,
  p_verdicts jsonb
)
  RETURNS void
  LANGUAGE plpgsql
  SET search_path TO ''
  AS $function$
begin
  if p_verdicts <> '[]' then
    perform public.record_moderation(p_turn_id, p_attempt, p_verdicts);
  end if;
exception when data_exception or integrity_constraint_violation then
  raise warning 'The verdicts on turn % are not recorded: %', p_turn_id, sqlerrm;
end;
$function$;

COMMENT ON FUNCTION "private"."note_verdicts"(uuid, integer, jsonb) IS 'Records verdicts as record_moderation does, while a turn is settled: whatever a provider put into them must not keep its charge open.';

REVOKE ALL ON FUNCTION "private"."note_verdicts"(uuid, integer, jsonb) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."note_verdicts"(uuid, integer, jsonb) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."note_verdicts"(uuid, integer, jsonb) TO "postgres";
