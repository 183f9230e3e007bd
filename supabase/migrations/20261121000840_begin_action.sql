-- begin_action: everything that must be true before something is paid for, in one call. States and
-- prices: the actions migration.
-- Callers: edge functions (service role); begin_completion, for answers of the API.

create function public.begin_action(
  p_user_id uuid, p_action text, p_client_key text, p_units bigint default 1,
  p_model text default null, p_ip inet default null, p_input_tokens bigint default null,
  p_output_tokens bigint default null, p_lasts interval default '4 minutes')
returns jsonb
language plpgsql
volatile
security definer -- Definer because the service role holds no rights on what an action touches.
set search_path = ''
as $$
declare
  v_profile public.profiles := private.require_active_profile(p_user_id);
  v_action public.actions;
begin
  if p_units is null or p_units not between 1 and 1000000000
    or least(p_input_tokens, p_output_tokens) < 0
    or greatest(p_input_tokens, p_output_tokens) > 1000000000
  then
    raise sqlstate 'PT400' using
      message = 'invalid_amount',
      detail = jsonb_build_object('units', p_units, 'input_tokens', p_input_tokens,
        'output_tokens', p_output_tokens)::text,
      hint = 'Units and tokens are whole numbers up to a thousand million.';
  end if;
  v_action.user_id := p_user_id;
  v_action.action := p_action;
  v_action.client_key := p_client_key;
  v_action.model := p_model;
  v_action.units_estimate := p_units;
  v_action.input_tokens_estimate := p_input_tokens;
  v_action.max_output_tokens := p_output_tokens;
  return private.start_action(v_action, p_ip, p_lasts);
end;
$$;
comment on function public.begin_action is
  'Starts a paid action: checks plan and limits, holds what it may cost at most. Units are images, '
  'characters, seconds, ideas or tokens; tokens are bounds. A repeat returns the same action. '
  'PT400, PT401, PT402, PT403, PT404, PT409, PT429, PT503.';
revoke execute on function public.begin_action from public, anon, authenticated;
grant execute on function public.begin_action to service_role;

create function private.start_action(p_asked public.actions, p_ip inet, p_lasts interval)
returns jsonb
language plpgsql
volatile
set search_path = ''
as $$
declare
  v_price public.action_prices := private.require_action_price(p_asked.action);
  v_kind private.action_kind;
  v_action public.actions := private.quote_action(p_asked, v_price);
  v_limits jsonb;
begin
  select * into strict v_kind from private.action_kind where action = v_action.action;
  insert into public.actions (user_id, action, client_key, fingerprint, api_key_id, plan, model,
    pricing, price_credits, price_per, units_estimate, input_tokens_estimate, max_output_tokens,
    held_credits)
  values (v_action.user_id, v_action.action, v_action.client_key, v_action.fingerprint,
    v_action.api_key_id, (private.current_plan(v_action.user_id)).slug, v_action.model,
    v_action.pricing, v_action.price_credits, v_action.price_per, v_action.units_estimate,
    v_action.input_tokens_estimate, v_action.max_output_tokens, v_action.held_credits)
  on conflict on constraint actions_user_id_client_key_key do nothing
  returning * into v_action;
  if not found then
    return private.repeat_action(p_asked);
  end if;

  v_limits := private.fund_action(v_action, v_kind, p_ip, p_lasts);
  -- In a statement of its own: the receipt sees what the statements before it did.
  return private.action_receipt(v_action.id, false, v_limits);
end;
$$;
comment on function private.start_action is
  'Starts an action as it is asked for, or returns the one that its key started before; see '
  'begin_action.';

create function private.quote_action(p_asked public.actions, p_price public.action_prices)
returns public.actions
language plpgsql
stable
set search_path = ''
as $$
declare
  v_price private.model_price := private.model_price_at(
    null, p_asked.model, now(), p_asked.input_tokens_estimate);
  v_cost bigint := coalesce(
    private.bound_cost(v_price, p_asked.input_tokens_estimate, p_asked.max_output_tokens),
    private.unit_cost(v_price, p_asked.action, p_asked.units_estimate));
begin
  if p_price.pricing = 'metered' and v_cost is null then
    perform private.require_model_price(p_asked.model, null);
  end if;
  p_asked.pricing := p_price.pricing;
  p_asked.price_credits := p_price.credits;
  p_asked.price_per := p_price.per;
  p_asked.held_credits := private.action_credits(p_asked, p_asked.units_estimate, v_cost);
  return p_asked;
end;
$$;
comment on function private.quote_action is
  'An action as it is asked for, with its price and what it may cost at most. PT503.';

create function private.repeat_action(p_asked public.actions)
returns jsonb
language plpgsql
volatile
set search_path = ''
as $$
declare
  v_action public.actions;
begin
  select * into v_action from public.actions
  where user_id = p_asked.user_id and client_key = p_asked.client_key;
  if not found then
    perform private.changed_meanwhile('action');
  end if;
  if (v_action.action, v_action.units_estimate, v_action.model, v_action.fingerprint)
    is distinct from
    (p_asked.action, p_asked.units_estimate, p_asked.model, p_asked.fingerprint)
  then
    raise sqlstate 'PT409' using
      message = 'idempotency_conflict',
      detail = jsonb_build_object('client_key', p_asked.client_key)::text,
      hint = 'This key was already used for another action.';
  end if;
  return private.action_receipt(v_action.id, true, '[]');
end;
$$;
comment on function private.repeat_action is 'The action of a key sent again. PT409.';
