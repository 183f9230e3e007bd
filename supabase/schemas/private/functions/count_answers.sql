-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.count_answers()
  RETURNS TRIGGER
  LANGUAGE plpgsql
  SET search_path TO ''
  AS $function$
begin
  perform private.count_events(array_agg(row(
    character_id, created_at, 0, calls)::private.character_event))
  from summed
  where character_id is not null and calls > 0 and outcome <> 'failed';
  return null;
end;
$function$;

COMMENT ON FUNCTION "private"."count_answers"() IS 'Counts the answers that sum_usage sums up.';

REVOKE ALL ON FUNCTION "private"."count_answers"() FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."count_answers"() FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."count_answers"() TO "postgres";
