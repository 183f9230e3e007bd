-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.record_usage (
  p_record private.usage_record
)
  RETURNS void
  LANGUAGE plpgsql
  SET search_path TO ''
  AS $function$
begin
  insert into private.usage_record (user_id, action, operation_key, character_id, plan, provider,
    model, price_id, input_tokens, cached_input_tokens, cache_write_tokens, output_tokens,
    calls, units, credits, revenue_micros, cost_micros, first_token_ms, latency_ms, outcome)
  values (p_record.user_id, p_record.action, p_record.operation_key, p_record.character_id,
    p_record.plan, p_record.provider, p_record.model, p_record.price_id, p_record.input_tokens,
    p_record.cached_input_tokens, p_record.cache_write_tokens, p_record.output_tokens,
    p_record.calls, p_record.units, p_record.credits,
    p_record.credits * (select credit_value_micros from private.catalog), p_record.cost_micros,
    p_record.first_token_ms, p_record.latency_ms, p_record.outcome)
  on conflict on constraint usage_record_operation_key_key do nothing;
end;
$function$;

COMMENT ON FUNCTION "private"."record_usage"(private.usage_record) IS 'Records a call, once per operation key.';

REVOKE ALL ON FUNCTION "private"."record_usage"(private.usage_record) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."record_usage"(private.usage_record) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."record_usage"(private.usage_record) TO "postgres";
