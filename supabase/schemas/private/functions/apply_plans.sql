-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.apply_plans (
  p_plans    jsonb,
  p_currency text
)
  RETURNS void
  LANGUAGE plpgsql
  SET search_path TO ''
  AS $function$
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
$function$;

COMMENT ON FUNCTION "private"."apply_plans"(jsonb, text) IS 'The plans of a catalog and their limits.';

REVOKE ALL ON FUNCTION "private"."apply_plans"(jsonb, text) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."apply_plans"(jsonb, text) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."apply_plans"(jsonb, text) TO "postgres";
