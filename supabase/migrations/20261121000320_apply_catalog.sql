-- apply_catalog: makes a catalog the product of this project, all or nothing.
-- Callers: an operator as role postgres (`npm run catalog -- apply NAME`), the local seed.
-- Applying it again changes nothing. A plan that somebody still has may not be missing: PT409.
-- What was granted or held before stays as it is; new prices and limits hold from the next action.

create function private.require_plans_in_use(p_plans jsonb)
returns void
language plpgsql
stable
set search_path = ''
as $$
declare
  v_orphans jsonb := (
    select jsonb_object_agg(plan, people) from (
      select plan, count(distinct user_id) as people from (
        select plan, user_id from public.memberships
        where state = 'live' and (ends_at is null or ends_at > now())
        union all
        -- Between two periods, too: who pays for a plan gets it.
        select plan, user_id from public.subscriptions where state not in ('canceled', 'expired')
      ) as has
      where plan not in (select each ->> 'slug' from jsonb_array_elements(p_plans) as each)
      group by plan) as missing);
begin
  if v_orphans is not null then
    raise sqlstate 'PT409' using
      message = 'catalog_orphans_memberships',
      detail = v_orphans::text,
      hint = 'People still have plans that are not in this catalog: move or end those first.';
  end if;
end;
$$;
comment on function private.require_plans_in_use is
  'Refuses a catalog without a plan that somebody has; PT409 with how many people by plan.';

create function private.apply_plans(p_plans jsonb, p_currency text)
returns void
language plpgsql
volatile
set search_path = ''
as $$
declare
  v_slugs text[] := array(select each ->> 'slug' from jsonb_array_elements(p_plans) as each);
begin
  update public.plans set is_default = false where is_default;
  insert into public.plans (slug, name, description, rank, is_default, billing, amount_cents,
    currency, pass_days, trial_days, credits, rollover_periods, features, models, state)
  select slug, name, description, rank, price ->> 'billing' = 'free', price ->> 'billing',
    coalesce((price ->> 'amount_cents')::integer, 0), p_currency,
    (price ->> 'pass_days')::integer, (price ->> 'trial_days')::integer, credits,
    rollover_periods, features, models, 'offered'
  from jsonb_to_recordset(p_plans) as plan (slug text, name text, description text, rank integer,
    price jsonb, credits bigint, rollover_periods integer, features text[], models text[])
  on conflict on constraint plans_pkey do update
  set name = excluded.name, description = excluded.description, rank = excluded.rank,
    is_default = excluded.is_default, billing = excluded.billing,
    amount_cents = excluded.amount_cents, currency = excluded.currency,
    pass_days = excluded.pass_days, trial_days = excluded.trial_days,
    credits = excluded.credits, rollover_periods = excluded.rollover_periods,
    features = excluded.features, models = excluded.models, state = 'offered';
  update public.plans set state = 'retired' where slug <> all (v_slugs);
  delete from public.plans where slug <> all (v_slugs)
    and not exists (select from public.memberships where plan = slug);

  delete from public.plan_limits where plan = any (v_slugs);
  insert into public.plan_limits (plan, meter, scope, window_kind, window_seconds, allowance)
  select plan ->> 'slug', meter, scope, window_kind, window_seconds, allowance
  from jsonb_array_elements(p_plans) as plan
  cross join jsonb_to_recordset(plan -> 'limits') as each (meter text, scope text,
    window_kind text, window_seconds integer, allowance bigint);
end;
$$;
comment on function private.apply_plans is 'The plans of a catalog and their limits.';

create function private.character_price(p_catalog jsonb, p_slug text, p_is_own boolean)
returns jsonb
language plpgsql
immutable
set search_path = ''
as $$
begin
  return coalesce(p_catalog #> array['characters', p_slug],
    case when p_is_own then p_catalog -> 'own_characters' end,
    p_catalog #> '{characters,default}');
end;
$$;
comment on function private.character_price is
  'What a catalog asks for a character''s answers: by its slug, as somebody''s own, or by default.';

create function private.apply_prices(p_catalog jsonb)
returns void
language plpgsql
volatile
set search_path = ''
as $$
begin
  insert into public.credit_packs (slug, name, credits, amount_cents, currency)
  select slug, name, credits, amount_cents, p_catalog ->> 'currency'
  from jsonb_to_recordset(p_catalog -> 'credit_packs')
    as pack (slug text, name text, credits bigint, amount_cents integer)
  on conflict on constraint credit_packs_pkey do update
  set name = excluded.name, credits = excluded.credits, amount_cents = excluded.amount_cents,
    currency = excluded.currency, state = 'offered';
  update public.credit_packs set state = 'retired'
  where slug not in (
    select each ->> 'slug' from jsonb_array_elements(p_catalog -> 'credit_packs') as each);

  insert into public.action_prices (action, pricing, credits, per)
  select action, pricing, credits, per
  from jsonb_to_recordset(p_catalog -> 'prices')
    as price (action text, pricing text, credits bigint, per bigint)
  on conflict on constraint action_prices_pkey do update
  set pricing = excluded.pricing, credits = excluded.credits, per = excluded.per,
    state = 'offered';
  update public.action_prices set state = 'retired'
  where action not in (
    select each ->> 'action' from jsonb_array_elements(p_catalog -> 'prices') as each);

  update public.characters as character
  set pricing = price ->> 'pricing',
    credit_price = coalesce((price ->> 'credits')::bigint, 0),
    is_premium = (price ->> 'premium')::boolean
  from (
    select id, private.character_price(p_catalog, slug, owner_id is not null) as price
    from public.characters
  ) as priced
  where priced.id = character.id;
end;
$$;
comment on function private.apply_prices is
  'What a catalog asks for credits, for actions, and for the answers of its characters.';

create function private.apply_catalog(p_catalog jsonb)
returns boolean
language plpgsql
volatile
set search_path = ''
as $$
declare
  v_default_credits bigint := (select credits from public.plans where is_default);
begin
  -- One at a time, and nobody gets a plan between the check and the change. In the one order:
  -- characters, whose makers may wait for their wallet, wallets, and plans of people.
  perform from public.characters order by id for no key update;
  lock table private.wallet in exclusive mode;
  lock table public.memberships in share row exclusive mode;
  if (select content = p_catalog from private.catalog) then
    return false;
  end if;
  perform private.require_plans_in_use(p_catalog -> 'plans');
  perform private.apply_plans(p_catalog -> 'plans', p_catalog ->> 'currency');
  perform private.apply_prices(p_catalog);
  perform private.apply_moderation(p_catalog -> 'moderation');
  perform private.apply_rewards(p_catalog -> 'rewards');
  update private.catalog
  set name = p_catalog ->> 'name', content = p_catalog, applied_at = now(),
    credit_value_micros = (p_catalog ->> 'credit_value_micros')::bigint,
    markup_percent = (p_catalog ->> 'markup_percent')::integer
  where id;
  if v_default_credits = 0 then
    -- Whoever signed up before there was a plan with credits has this month's to come.
    update private.wallet set renews_at = now() where renews_at > now() and renews_at < 'infinity';
  end if;
  return true;
end;
$$;
comment on function private.apply_catalog is
  'Makes a catalog, as shared/contracts/catalog.ts parses it, the product of this project; false '
  'when it is already. PT409 when somebody has a plan that it lacks.';
