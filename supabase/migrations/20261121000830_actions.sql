-- actions: what is paid for beside turns: images, speech, ideas, completions of the API and so on.
-- Callers: edge functions (service role) through begin_action, begin_completion, checkpoint_action
-- and settle_action; the sweep. A person reads own rows: each is the receipt of its action.
-- States: running -> complete | interrupted | failed
--         failed, interrupted -> complete, interrupted     a settlement later than the sweep
--
-- Priced by action_prices: fixed, so many credits for each so many units begun; or metered, by the
-- model's price for tokens or units. Charged for what was done, at most what was held; failed costs
-- nothing and counts for no quota, but what moderation withheld counts. What streams and was cut or
-- stopped is interrupted: metered, it costs its tokens as far as they are known or can be counted;
-- at a fixed price, the part that was delivered, at least one credit. The caller's key makes an
-- action happen once.
-- Lock order: profile (key share), action, wallet, limits, accounts and hold.

create table public.actions (
  id uuid not null default gen_random_uuid(),
  user_id uuid not null,
  action text not null,
  client_key text not null,
  fingerprint text,
  hold_id uuid not null default gen_random_uuid(),
  state text not null default 'running',
  plan text not null,
  model text,
  pricing text not null,
  price_credits bigint,
  price_per bigint,
  units_estimate bigint not null,
  units bigint,
  input_tokens_estimate bigint,
  max_output_tokens bigint,
  delivered_bytes bigint,
  held_credits bigint not null,
  charged_credits bigint not null default 0,
  price_id bigint,
  input_tokens bigint,
  output_tokens bigint,
  error_code text,
  started_at timestamptz not null default now(),
  settled_at timestamptz,
  constraint actions_pkey primary key (id),
  constraint actions_user_id_client_key_key unique (user_id, client_key),
  constraint actions_user_id_fkey
    foreign key (user_id) references public.profiles (id) on delete cascade,
  constraint actions_action_fkey
    foreign key (action) references private.action_kind (action) on delete restrict,
  constraint actions_hold_id_fkey foreign key (hold_id)
    references private.ledger_hold (id) deferrable initially deferred,
  constraint actions_client_key_check check (char_length(client_key) between 1 and 64),
  constraint actions_fingerprint_check check (fingerprint ~ '^[0-9a-f]{64}$'),
  constraint actions_plan_check check (char_length(plan) between 1 and 40),
  constraint actions_model_check check (char_length(model) between 1 and 100),
  constraint actions_pricing_check check (
    case pricing when 'fixed' then price_credits >= 0 and price_per > 0
                 when 'metered' then price_credits is null and price_per is null
                 else false end),
  constraint actions_state_check check (state in ('running', 'complete', 'interrupted', 'failed')),
  constraint actions_units_check check (units_estimate between 1 and 1000000000 and units >= 0),
  constraint actions_tokens_check check (input_tokens >= 0 and output_tokens >= 0
    and input_tokens_estimate >= 0 and max_output_tokens >= 0 and delivered_bytes >= 0),
  constraint actions_charged_credits_check check (charged_credits between 0 and held_credits
    and (state in ('complete', 'interrupted') or charged_credits = 0)),
  constraint actions_error_code_check check (char_length(error_code) <= 60),
  constraint actions_settled_at_check check ((state = 'running') = (settled_at is null))
);
comment on table public.actions is 'A paid action beside turns, and its receipt.';
comment on column public.actions.fingerprint is
  'SHA-256 of the payload, where one is kept: the same key with another payload is a conflict.';
comment on column public.actions.delivered_bytes is
  'Of text that was delivered, as of the last checkpoint or the end; null where nothing streams.';

create index actions_user_id_running_idx on public.actions (user_id) where state = 'running';
create index actions_action_idx on public.actions (action);
create unique index actions_hold_id_idx on public.actions (hold_id);

grant select on public.actions to authenticated, service_role;

alter table public.actions enable row level security;

create policy "People read their own actions"
  on public.actions for select to authenticated
  using (user_id = (select auth.uid()));

create function private.action_credits(
  p_action public.actions, p_units bigint, p_cost_micros bigint)
returns bigint
language plpgsql
stable
set search_path = ''
as $$
begin
  return case p_action.pricing
    when 'fixed' then p_action.price_credits * ceil(p_units::numeric / p_action.price_per)::bigint
    else private.credits_of_cost(p_cost_micros) end;
end;
$$;
comment on function private.action_credits is
  'Credits for so many units: the fixed price for each so many begun, or by the cost.';

create function private.action_charge(
  p_action public.actions, p_state text, p_units bigint, p_output_tokens bigint,
  p_cost_micros bigint)
returns bigint
language plpgsql
stable
set search_path = ''
as $$
begin
  return case
    when p_state = 'failed' then 0
    when p_state = 'interrupted' and p_action.pricing = 'fixed' then least(p_action.held_credits,
      greatest(1, ceil(p_action.held_credits::numeric * p_output_tokens
        / greatest(1, p_action.max_output_tokens))::bigint))
    else least(p_action.held_credits, coalesce(
      private.action_credits(p_action, p_units, p_cost_micros), p_action.held_credits)) end;
end;
$$;
comment on function private.action_charge is
  'Credits for what was done, never more than was held: all that was held where that is not known.';

create function private.action_cost(
  p_action text, p_price private.model_price, p_units bigint, p_usage private.token_usage)
returns bigint
language plpgsql
immutable
set search_path = ''
as $$
begin
  return coalesce(private.token_cost(p_price, p_usage),
    private.unit_cost(p_price, p_action, p_units));
end;
$$;
comment on function private.action_cost is
  'Micros that a provider asks: by tokens where they are known, else by units; null if neither.';

create function private.require_action_price(p_action text)
returns public.action_prices
language plpgsql
stable
set search_path = ''
as $$
declare
  v_price public.action_prices;
begin
  select * into v_price from public.action_prices where action = p_action and state = 'offered';
  if not found then
    raise sqlstate 'PT404' using
      message = 'action_not_offered',
      detail = jsonb_build_object('action', p_action)::text,
      hint = 'This product does not offer that.';
  end if;
  return v_price;
end;
$$;
comment on function private.require_action_price is 'The price of an action on offer. PT404.';

create function private.action_receipt(p_action_id uuid, p_is_repeat boolean, p_limits jsonb)
returns jsonb
language plpgsql
stable
set search_path = ''
as $$
begin
  return (select jsonb_build_object(
    'action_id', id, 'action', action, 'state', state, 'is_repeat', p_is_repeat, 'plan', plan,
    'model', model, 'units', units, 'held_credits', held_credits,
    'charged_credits', charged_credits,
    'refunded_credits', case when state = 'running' then 0
      else held_credits - charged_credits + private.refunded_in_all(hold_id) end,
    'available_credits', private.available_credits(user_id),
    'error_code', error_code, 'limits', p_limits)
  from public.actions where id = p_action_id);
end;
$$;
comment on function private.action_receipt is 'What an action held, cost and gave back.';

create function private.fund_action(
  p_action public.actions, p_kind private.action_kind, p_ip inet, p_lasts interval)
returns jsonb
language plpgsql
volatile
set search_path = ''
as $$
declare
  v_plan public.plans;
  v_limits jsonb;
begin
  perform private.open_wallet(p_action.user_id);
  -- Not the action's: the plan, or all plans, may have changed while this waited for the wallet.
  v_plan := private.current_plan(p_action.user_id);
  update public.actions set plan = v_plan.slug where id = p_action.id and plan <> v_plan.slug;
  if p_kind.feature is not null then
    perform private.require_feature(v_plan, p_kind.feature);
  end if;
  -- Which model hears and speaks is the product's choice: a plan's models are those that answer.
  if p_action.model is not null and p_action.action not in ('transcription', 'speech') then
    perform private.require_model(v_plan, p_action.model);
  end if;
  v_limits := private.take_allowance(v_plan.slug, p_action.user_id, p_ip, null, array[
    row('requests', 1),
    row('tokens', coalesce(p_action.input_tokens_estimate, 0)
      + coalesce(p_action.max_output_tokens, 0)),
    row('credits', p_action.held_credits),
    row(case p_action.action when 'completion' then 'streams' end,
      private.open_answers(p_action.user_id)),
    row(p_kind.meter,
      coalesce(ceil(p_action.units_estimate::numeric / p_kind.units_per_count)::bigint, 1))
  ]::private.take[], p_action.hold_id, p_action.api_key_id);
  perform private.hold(p_action.user_id, p_action.held_credits,
    format('action:%s', p_action.id), p_action.action, p_lasts, p_action.hold_id);
  return v_limits;
end;
$$;
comment on function private.fund_action is
  'Counts an action, whose row is there, against all limits and holds its price, if the plan '
  'includes it. PT402, PT403, PT429.';
