-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.close_action (
  p_action     public.actions,
  p_is_done    boolean,
  p_units      bigint,
  p_error_code text,
  p_usage      jsonb
)
  RETURNS void
  LANGUAGE plpgsql
  SET search_path TO ''
  AS $function$
declare
  v_is_late boolean := p_action.state <> 'running';
  v_tokens private.token_usage := private.usage_of(p_usage);
  v_units bigint := case when p_is_done then p_units else 0 end;
  v_kind private.action_kind;
  v_price private.model_price;
  v_record private.usage_record;
  v_credits bigint := 0;
begin
  perform from private.wallet where owner_id = p_action.user_id for no key update;
  select * into strict v_kind from private.action_kind where action = p_action.action;
  v_price := private.model_price_at(
    p_usage ->> 'provider', p_action.model, p_action.started_at, v_tokens.input_tokens);
  v_record.cost_micros := private.action_cost(p_action.action, v_price, v_units, v_tokens);
  if p_is_done then
    v_credits := least(p_action.held_credits, coalesce(
      private.action_credits(p_action, p_units, v_record.cost_micros), p_action.held_credits));
  end if;
  perform private.settle_allowance(p_action.hold_id, array[
    row('requests', p_is_done::integer),
    row('tokens', coalesce(v_tokens.input_tokens, 0) + coalesce(v_tokens.output_tokens, 0)),
    row(v_kind.meter,
      coalesce(ceil(v_units::numeric / v_kind.units_per_count)::bigint, p_is_done::integer))
  ]::private.take[]);
  v_credits := private.charge(p_action.user_id, p_action.hold_id, not v_is_late, 0, v_credits,
    format('action:%s:late', p_action.id), p_action.action);
  update public.actions
  set state = case when p_is_done then 'complete' else 'failed' end, units = v_units,
    charged_credits = v_credits, price_id = v_price.id, input_tokens = v_tokens.input_tokens,
    output_tokens = v_tokens.output_tokens, error_code = p_error_code, settled_at = now()
  where id = p_action.id;

  v_record.user_id := p_action.user_id;
  v_record.action := p_action.action;
  v_record.operation_key :=
    format('action:%s', p_action.id) || case when v_is_late then ':late' else '' end;
  v_record.plan := p_action.plan;
  v_record.provider := coalesce(p_usage ->> 'provider', v_price.provider);
  v_record.model := p_action.model;
  v_record.price_id := v_price.id;
  v_record.input_tokens := v_tokens.input_tokens;
  v_record.cached_input_tokens := v_tokens.cached_input_tokens;
  v_record.cache_write_tokens := v_tokens.cache_write_tokens;
  v_record.output_tokens := v_tokens.output_tokens;
  v_record.calls := (not v_is_late)::integer;
  v_record.units := v_units;
  v_record.credits := v_credits;
  v_record.latency_ms := (p_usage ->> 'latency_ms')::integer;
  v_record.outcome := case when p_is_done then 'complete' else 'failed' end;
  perform private.record_usage(v_record);
end;
$function$;

COMMENT ON FUNCTION "private"."close_action"(public.actions, boolean, bigint, text, jsonb) IS 'Ends an action: counts, charge, receipt and usage, all or nothing.';

REVOKE ALL ON FUNCTION "private"."close_action"(public.actions, boolean, bigint, text, jsonb) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."close_action"(public.actions, boolean, bigint, text, jsonb) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."close_action"(public.actions, boolean, bigint, text, jsonb) TO "postgres";
