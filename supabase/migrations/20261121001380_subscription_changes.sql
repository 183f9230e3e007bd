-- subscription_changes: what a person has, and what a change of plan means, read by billing as the
-- service role before it asks the provider. What comes of it is taken in like everything else.

create function private.main_subscription(p_user_id uuid, p_is_live boolean)
returns public.subscriptions
language plpgsql
stable
set search_path = ''
as $$
begin
  return (
    select running from private.running_subscriptions(p_user_id, p_is_live) as running
    left join public.plans on slug = plan
    order by rank desc nulls last, started_at desc, provider_id limit 1);
end;
$$;
comment on function private.main_subscription is
  'The subscription that runs; of two, the one whose plan is in force.';

create function public.read_subscription(p_user_id uuid, p_is_live boolean)
returns jsonb
language plpgsql
stable
security definer -- Definer because nobody may call main_subscription.
set search_path = ''
as $$
declare
  v_main public.subscriptions := private.main_subscription(p_user_id, p_is_live);
begin
  return to_jsonb(v_main) || jsonb_build_object('others', (
    select coalesce(jsonb_agg(to_jsonb(other) order by started_at), '[]')
    from private.running_subscriptions(p_user_id, p_is_live) as other
    where id <> v_main.id));
end;
$$;
comment on function public.read_subscription is
  'The subscription that runs, and others that should not; null without one.';

create function public.plan_change(p_user_id uuid, p_plan text, p_is_live boolean)
returns jsonb
language plpgsql
volatile
security definer -- Definer because nobody may read the prices of providers.
set search_path = ''
as $$
declare
  v_subscription public.subscriptions := private.main_subscription(p_user_id, p_is_live);
  v_price private.provider_price;
begin
  perform private.require_active_profile(p_user_id);
  v_price := private.require_provider_price(
    v_subscription.provider, p_is_live, 'subscription', p_plan);
  return jsonb_build_object(
    'subscription', to_jsonb(v_subscription),
    'price_id', v_price.provider_id,
    -- By what is paid a month: a dearer plan is given at once, because it is charged at once.
    'move', case
      when v_price.provider_id = v_subscription.price_id then 'none'
      -- There a trial cannot be ended by what is paid: the new plan begins when it is over.
      when v_subscription.provider = 'lemonsqueezy' and v_subscription.state = 'trialing'
        then 'at_end'
      when v_price.amount_cents / case v_price.billing when 'year' then 12.0 else 1 end
        > v_subscription.amount_cents / case v_subscription.billing when 'year' then 12.0 else 1 end
        then 'now'
      else 'at_end' end);
end;
$$;
comment on function public.plan_change is
  'Whether a plan would be given now or when the paid period ends, and its price. PT403, PT404.';

create function public.list_payments(p_user_id uuid, p_is_live boolean)
returns setof public.payments
language plpgsql
stable
security definer -- Definer because nobody may read customers.
set search_path = ''
as $$
begin
  return query
    select payments.* from public.payments
    join private.customer on customer.id = customer_id
    where payments.user_id = p_user_id and is_live = p_is_live
    order by payments.created_at desc, number desc, payments.id limit 100;
end;
$$;
comment on function public.list_payments is
  'The newest hundred payments of a person, of test mode or live.';

revoke execute on function public.read_subscription, public.plan_change, public.list_payments
  from public, anon, authenticated, service_role;
grant execute on function public.read_subscription, public.plan_change, public.list_payments
  to service_role;
