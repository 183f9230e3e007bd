-- settle_action: how a paid action ends and what it costs. States and prices: the actions
-- migration.
-- Callers: edge functions (service role); the sweep, for what a crash left behind.

create function private.close_action(
  p_action public.actions, p_state text, p_units bigint, p_delivered_bytes bigint,
  p_error_code text, p_usage jsonb)
returns void
language plpgsql
volatile
set search_path = ''
as $$
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
$$;
comment on function private.close_action is
  'Ends an action: counts, charge, receipt and usage, all or nothing.';

create function public.settle_action(
  p_action_id uuid, p_is_done boolean, p_units bigint default 1, p_error_code text default null,
  p_usage jsonb default '{}', p_delivered_bytes bigint default null)
returns jsonb
language plpgsql
volatile
security definer -- Definer because the service role holds no rights on what an action touches.
set search_path = ''
as $$
declare
  -- Whether what streams has failed is decided by what was delivered, not by who reports it.
  v_state text := case
    when p_delivered_bytes = 0 or (p_delivered_bytes is null and not p_is_done) then 'failed'
    when not p_is_done then 'interrupted' else 'complete' end;
  v_action public.actions := private.lock_action(p_action_id);
begin
  if v_action.state = 'running' or (v_action.error_code = 'worker_lost' and v_state <> 'failed')
  then
    perform private.close_action(v_action, v_state, p_units, p_delivered_bytes,
      coalesce(p_error_code, case when p_is_done and v_state = 'failed' then 'empty_answer' end),
      coalesce(p_usage, '{}'));
    perform private.note_attempts(
      coalesce(p_usage -> 'attempts', jsonb_build_array(
        p_usage || jsonb_build_object('model', v_action.model, 'reason', p_error_code))),
      v_action.started_at);
  end if;
  return private.action_receipt(p_action_id, false, '[]');
end;
$$;
comment on function public.settle_action is
  'Ends an action and returns its receipt: done, with the units that it came to, or failed, which '
  'costs nothing. What streams says how many bytes of text it delivered: none is failed, cut is '
  'interrupted. A repeat changes nothing. p_usage as of settle_turn, with the model where it is '
  'not the one that was asked for, and is_up: whether the provider works, as far as the call '
  'tells; or, where several were asked, attempts as of a turn. PT404.';
revoke execute on function public.settle_action from public, anon, authenticated;
grant execute on function public.settle_action to service_role;

create function public.checkpoint_action(p_action_id uuid, p_delivered_bytes bigint)
returns boolean
language plpgsql
volatile
security definer -- Definer because the service role holds no rights on what an action touches.
set search_path = ''
as $$
declare
  v_action public.actions := private.lock_action(p_action_id);
begin
  if v_action.state <> 'running' then
    return false;
  end if;
  update public.actions set delivered_bytes = p_delivered_bytes where id = p_action_id;
  update private.ledger_hold set expires_at = now() + private.turn_lease()
  where id = v_action.hold_id and state = 'held';
  return true;
end;
$$;
comment on function public.checkpoint_action is
  'Notes how much was delivered so far and renews the lease; false when the action is no longer '
  'open. PT404.';
revoke execute on function public.checkpoint_action from public, anon, authenticated;
grant execute on function public.checkpoint_action to service_role;

create function private.lock_action(p_action_id uuid)
returns public.actions
language plpgsql
volatile
set search_path = ''
as $$
declare
  v_action public.actions;
begin
  perform from public.profiles
  where id = (select user_id from public.actions where id = p_action_id) for key share;
  select * into v_action from public.actions where id = p_action_id for no key update;
  if not found then
    raise sqlstate 'PT404' using message = 'action_not_found', hint = 'There is no such action.';
  end if;
  return v_action;
end;
$$;
comment on function private.lock_action is 'Locks an action after its person. PT404.';
