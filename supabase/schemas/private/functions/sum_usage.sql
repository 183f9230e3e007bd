-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.sum_usage()
  RETURNS integer
  LANGUAGE plpgsql
  SET search_path TO ''
  AS $function$
declare
  v_summed integer;
begin
  -- One at a time: who reads the days after it misses nothing that another one has in hand.
  perform pg_advisory_xact_lock(hashtext('private.sum_usage'));
  with taken as (
    update private.usage_record set is_summed = true
    where id in (
      select id from private.usage_record where not is_summed
      order by id
      limit 20000
      for no key update skip locked)
    returning *
  ), summed as (
    insert into private.usage_day (day, user_id, action, character_id, plan, provider, model,
      calls, failed_calls, input_tokens, cached_input_tokens, output_tokens, units, credits,
      revenue_micros, cost_micros, streamed_calls, first_token_ms, timed_calls, latency_ms)
    select (created_at at time zone 'UTC')::date, user_id, action, character_id, plan, provider,
      model, sum(calls), coalesce(sum(calls) filter (where outcome = 'failed'), 0),
      coalesce(sum(input_tokens), 0),
      coalesce(sum(cached_input_tokens), 0), coalesce(sum(output_tokens), 0), sum(units),
      sum(credits), sum(revenue_micros), coalesce(sum(cost_micros), 0),
      count(first_token_ms), coalesce(sum(first_token_ms), 0), count(latency_ms),
      coalesce(sum(latency_ms), 0)
    from taken
    group by 1, 2, 3, 4, 5, 6, 7
    -- The order in which two jobs at once lock the days.
    order by user_id, 1, action, character_id, plan, provider, model
    on conflict on constraint usage_day_key do update
    set calls = usage_day.calls + excluded.calls,
      failed_calls = usage_day.failed_calls + excluded.failed_calls,
      input_tokens = usage_day.input_tokens + excluded.input_tokens,
      cached_input_tokens = usage_day.cached_input_tokens + excluded.cached_input_tokens,
      output_tokens = usage_day.output_tokens + excluded.output_tokens,
      units = usage_day.units + excluded.units, credits = usage_day.credits + excluded.credits,
      revenue_micros = usage_day.revenue_micros + excluded.revenue_micros,
      cost_micros = usage_day.cost_micros + excluded.cost_micros,
      streamed_calls = usage_day.streamed_calls + excluded.streamed_calls,
      first_token_ms = usage_day.first_token_ms + excluded.first_token_ms,
      timed_calls = usage_day.timed_calls + excluded.timed_calls,
      latency_ms = usage_day.latency_ms + excluded.latency_ms
  )
  select count(*) into v_summed from taken;
  return v_summed;
end;
$function$;

COMMENT ON FUNCTION "private"."sum_usage"() IS 'Adds up to 20000 calls to the sums of their days, each once; returns how many.';

REVOKE ALL ON FUNCTION "private"."sum_usage"() FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."sum_usage"() FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."sum_usage"() TO "postgres";
