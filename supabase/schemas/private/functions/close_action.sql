-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.close_action (
  p_action          public.actions,
  p_state           text,
  p_units           bigint,
  p_delivered_bytes bigint,
  p_error_code      text,
  p_usage           jsonb
)
  RETURNS void
  LANGUAGE plpgsql
  SET search_path TO ''
  AS $function$
declare
  v_is_late boolean := p_action.state <> 'running';
  -- What moderation withholds costs nothing, but was asked for, made, and in a stream seen: it
  -- counts, or whoever ends answers by a forbidden word had them without an end.
  v_counts bigint := (p_state <> 'failed' or p_error_code is not distinct from 'answer_blocked')
    ::integer;
  v_bytes bigint := case p_state when 'failed' then p_action.delivered_bytes
    else p_delivered_bytes end;
  v_reported private.token_usage := private.usage_of(p_usage);
  v_tokens private.token_usage := v_reported;
  v_units bigint := v_counts * p_units;
  v_key text := format('action:%s', p_action.id);
  v_kind private.action_kind;
  v_price private.model_price;
  v_record private.usage_record;
  v_credits bigint;
begin
  perform from private.wallet where owner_id = p_action.user_id for no key update;
  select * into strict v_kind from private.action_kind where action = p_action.action;
  if v_bytes > 0 then
    v_tokens := private.count_usage(p_action.input_tokens_estimate, v_bytes, v_reported);
  end if;
  v_record.model := coalesce(p_usage ->> 'model', p_action.model);
  v_price := private.model_price_at(
    p_usage ->> 'provider', v_record.model, p_action.started_at, v_tokens.input_tokens);
  v_record.cost_micros := private.action_cost(p_action.action, v_price, v_units, v_tokens);
  v_credits := private.action_charge(
    p_action, p_state, v_units, v_tokens.output_tokens, v_record.cost_micros);
  perform private.settle_allowance(p_action.hold_id, array[
    row('requests', v_counts),
    row('tokens', v_counts
      * (coalesce(v_tokens.input_tokens, 0) + coalesce(v_tokens.output_tokens, 0))),
    row('credits', v_credits),
    row(v_kind.meter,
      coalesce(ceil(v_units::numeric / v_kind.units_per_count)::bigint, v_counts))
  ]::private.take[]);
  v_credits := private.charge(p_action.user_id, p_action.hold_id, not v_is_late,
    p_action.charged_credits, v_credits, v_key || ':late', p_action.action);
  update public.actions
  set state = p_state, units = v_units, charged_credits = v_credits, price_id = v_price.id,
    input_tokens = v_reported.input_tokens, output_tokens = v_reported.output_tokens,
    delivered_bytes = p_delivered_bytes, error_code = p_error_code, settled_at = now()
  where id = p_action.id;

  if v_is_late then
    -- The sweep's row has an estimate of the cost: this one has what is missing of it.
    v_record.cost_micros := v_record.cost_micros - coalesce((
      select cost_micros from private.usage_record where operation_key = v_key), 0);
  end if;
  v_record.user_id := p_action.user_id;
  v_record.action := p_action.action;
  v_record.operation_key := v_key || case when v_is_late then ':late' else '' end;
  v_record.plan := p_action.plan;
  v_record.provider := coalesce(p_usage ->> 'provider', v_price.provider);
  v_record.price_id := v_price.id;
  v_record.input_tokens := v_reported.input_tokens;
  v_record.cached_input_tokens := v_reported.cached_input_tokens;
  v_record.cache_write_tokens := v_reported.cache_write_tokens;
  v_record.output_tokens := v_reported.output_tokens;
  v_record.calls := (not v_is_late)::integer;
  v_record.units := v_units - case when v_is_late then coalesce(p_action.units, 0) else 0 end;
  v_record.credits := v_credits - p_action.charged_credits;
  v_record.first_token_ms := (p_usage ->> 'first_token_ms')::integer;
  v_record.latency_ms := (p_usage ->> 'latency_ms')::integer;
  v_record.outcome := p_state;
  perform private.record_usage(v_record);
end;
$function$;

COMMENT ON FUNCTION "private"."close_action"(public.actions, text, bigint, bigint, text, jsonb) IS 'Ends an action: counts, charge, receipt and usage, all or nothing.';

REVOKE ALL ON FUNCTION "private"."close_action"(public.actions, text, bigint, bigint, text, jsonb) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."close_action"(public.actions, text, bigint, bigint, text, jsonb) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."close_action"(public.actions, text, bigint, bigint, text, jsonb) TO "postgres";
