-- plan_in_force: which plan a person has now, and what it switches on. The rules stand in the
-- memberships migration.
-- Callers: begin_turn, begin_action, take_allowance, my_entitlements.

create function private.current_plan(p_user_id uuid, p_at timestamptz default now())
returns public.plans
language plpgsql
stable
set search_path = ''
as $$
declare
  v_plan public.plans;
begin
  select plan.* into v_plan
  from public.memberships as membership
  join public.plans as plan on plan.slug = membership.plan
  where user_id = p_user_id and membership.state = 'live' and starts_at <= p_at
    and (ends_at is null or ends_at > p_at)
  order by rank desc, ends_at desc nulls first
  limit 1;
  if not found then
    select * into strict v_plan from public.plans where is_default;
  end if;
  return v_plan;
end;
$$;
comment on function private.current_plan is 'The plan of a person at a moment.';

create function private.require_feature(p_plan public.plans, p_feature text)
returns void
language plpgsql
stable
set search_path = ''
as $$
begin
  if p_feature = any (p_plan.features) then
    return;
  end if;
  raise sqlstate 'PT403' using
    message = 'feature_not_in_plan',
    detail = jsonb_build_object('feature', p_feature, 'plan', p_plan.slug, 'plans', (
      select coalesce(jsonb_agg(slug order by rank), '[]') from public.plans
      where state = 'offered' and p_feature = any (features)))::text,
    hint = format('The plan %s does not have this.', p_plan.name);
end;
$$;
comment on function private.require_feature is
  'Refuses what a plan does not switch on; PT403 with the plans that do.';

create function private.require_model(p_plan public.plans, p_model text)
returns void
language plpgsql
stable
set search_path = ''
as $$
begin
  if p_plan.models is null or p_model = any (p_plan.models) then
    return;
  end if;
  raise sqlstate 'PT403' using
    message = 'model_not_in_plan',
    detail = jsonb_build_object('model', p_model, 'plan', p_plan.slug, 'plans', (
      select coalesce(jsonb_agg(slug order by rank), '[]') from public.plans
      where state = 'offered' and (models is null or p_model = any (models))))::text,
    hint = format('The plan %s does not include this model.', p_plan.name);
end;
$$;
comment on function private.require_model is
  'Refuses a model that a plan does not include; PT403 with the plans that do.';
