-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.record_turn_usage (
  p_turn        public.turns,
  p_state       text,
  p_tokens      private.token_usage,
  p_price       private.model_price,
  p_cost_micros bigint,
  p_credits     bigint,
  p_usage       jsonb
)
  RETURNS void
  LANGUAGE plpgsql
  SET search_path TO ''
  AS $function$
declare
  v_record private.usage_record;
  v_key text := format('turn:%s:%s', p_turn.id, p_turn.attempt);
  v_is_late boolean := p_turn.state <> 'streaming';
begin
  v_record.user_id := p_turn.user_id;
  v_record.action := 'chat';
  v_record.operation_key := v_key || case when v_is_late then ':late' else '' end;
  v_record.character_id := (
    select character_id from public.conversations where id = p_turn.conversation_id);
  v_record.plan := p_turn.plan;
  v_record.provider := coalesce(p_usage ->> 'provider', p_price.provider);
  v_record.model := coalesce(p_usage ->> 'model', p_turn.model);
  v_record.price_id := p_price.id;
  v_record.input_tokens := p_tokens.input_tokens;
  v_record.cached_input_tokens := p_tokens.cached_input_tokens;
  v_record.cache_write_tokens := p_tokens.cache_write_tokens;
  v_record.output_tokens := p_tokens.output_tokens;
  v_record.calls := (not v_is_late)::integer;
  v_record.units := (not v_is_late)::integer;
  v_record.credits := p_credits;
  v_record.cost_micros := p_cost_micros;
  if v_is_late then
    -- The sweep's row has an estimate of the cost: a later one has what is missing of it.
    v_record.cost_micros := p_cost_micros - coalesce((
      select cost_micros from private.usage_record where operation_key = v_key), 0);
  end if;
  v_record.first_token_ms := (p_usage ->> 'first_token_ms')::integer;
  v_record.latency_ms := (p_usage ->> 'latency_ms')::integer;
  v_record.outcome := p_state;
  perform private.record_usage(v_record);
end;
$function$;

COMMENT ON FUNCTION "private"."record_turn_usage"(public.turns, text, private.token_usage, private.model_price, bigint, bigint, jsonb) IS 'Records the call that answered a turn.';

REVOKE ALL ON FUNCTION "private"."record_turn_usage"(public.turns, text, private.token_usage, private.model_price, bigint, bigint, jsonb) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."record_turn_usage"(public.turns, text, private.token_usage, private.model_price, bigint, bigint, jsonb) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."record_turn_usage"(public.turns, text, private.token_usage, private.model_price, bigint, bigint, jsonb) TO "postgres";
