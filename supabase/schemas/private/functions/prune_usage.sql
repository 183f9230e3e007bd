-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.prune_usage()
  RETURNS integer
  LANGUAGE plpgsql
  SET search_path TO ''
  AS $function$
declare
  v_before timestamptz := now() - (
    select make_interval(days => kept_days) from private.usage_rules where id);
  v_pruned integer;
begin
  with pruned as (
    delete from private.usage_record where id = any (array(
      select id from private.usage_record
      where is_summed and created_at < v_before
      limit 50000
      for update skip locked))
    returning 1
  )
  select count(*) into v_pruned from pruned;
  return v_pruned;
end;
$function$;

COMMENT ON FUNCTION "private"."prune_usage"() IS 'Forgets up to 50000 old calls, each after its day has it; returns how many.';

REVOKE ALL ON FUNCTION "private"."prune_usage"() FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."prune_usage"() FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."prune_usage"() TO "postgres";
