-- revenue: what recurs, what came in, and who left, for admins.
-- Callers: active admins with their own token; everybody else gets PT403.
--
-- What is of test mode is told apart by is_live.
-- Monthly recurring revenue is the price of each subscription that is active or past due, a year's
-- divided by twelve; trials are not yet. Net revenue is what was paid less what was reversed.

create function public.read_recurring_revenue()
returns table (
  is_live boolean, provider text, plan text, currency text, subscriptions bigint, trials bigint,
  past_due bigint, ending bigint, mrr_cents bigint)
language plpgsql
volatile
security definer -- Definer because it sums the rows of all people.
set search_path = ''
as $$
begin
  perform private.audit_as_admin('read_recurring_revenue', 'revenue', '{}');
  return query
    select customer.is_live, each.provider, each.plan, each.currency,
      count(*) filter (where each.state in ('active', 'past_due')),
      count(*) filter (where each.state = 'trialing'),
      count(*) filter (where each.state = 'past_due'),
      count(*) filter (where each.cancel_at is not null),
      coalesce(sum(round(each.amount_cents / case each.billing when 'year' then 12.0 else 1 end))
        filter (where each.state in ('active', 'past_due')), 0)::bigint
    from public.subscriptions as each
    join private.customer on customer.id = each.customer_id
    where each.state in ('trialing', 'active', 'past_due')
    group by 1, 2, 3, 4
    order by 1 desc, 2, 3, 4;
end;
$$;
comment on function public.read_recurring_revenue is
  'Monthly recurring revenue now, by mode, provider, plan and currency. PT403.';

create function public.read_revenue(p_from date, p_to date)
returns table (
  month date, is_live boolean, provider text, kind text, item text, currency text, payments bigint,
  gross_cents bigint, tax_cents bigint, reversed_cents bigint, net_cents bigint)
language plpgsql
volatile
security definer -- Definer because it sums the rows of all people.
set search_path = ''
as $$
begin
  perform private.audit_as_admin('read_revenue', 'revenue', jsonb_build_object(
    'from', p_from, 'to', p_to));
  return query
    select date_trunc('month', each.paid_at at time zone 'UTC')::date, customer.is_live,
      each.provider, each.kind, each.item, each.currency, count(*),
      sum(each.amount_cents)::bigint,
      sum(each.tax_cents)::bigint, sum(each.reversed_cents)::bigint,
      sum(each.amount_cents - each.reversed_cents)::bigint
    from public.payments as each
    join private.customer on customer.id = each.customer_id
    where each.paid_at >= p_from::timestamp at time zone 'UTC'
      and each.paid_at < (p_to + 1)::timestamp at time zone 'UTC'
    group by 1, 2, 3, 4, 5, 6
    order by 1, 2 desc, 3, 4, 5, 6;
end;
$$;
comment on function public.read_revenue is
  'What was paid and reversed of payments of those days, by month and what was bought. PT403.';

create function public.read_churn(p_from date, p_to date)
returns table (
  month date, is_live boolean, provider text, plan text, at_start bigint, gained bigint,
  lost bigint, churn_percent numeric)
language plpgsql
volatile
security definer -- Definer because it sums the rows of all people.
set search_path = ''
as $$
begin
  perform private.audit_as_admin('read_churn', 'revenue', jsonb_build_object(
    'from', p_from, 'to', p_to));
  return query
    select begins::date, each.is_live, each.provider, each.plan,
      count(*) filter (where each.started_at < begins),
      count(*) filter (where each.started_at >= begins),
      count(*) filter (where each.ended_at >= begins and each.ended_at < next),
      round(100.0 * count(*) filter (
        where each.started_at < begins and each.ended_at >= begins and each.ended_at < next)
        / nullif(count(*) filter (where each.started_at < begins), 0), 1)
    from generate_series(date_trunc('month', p_from::timestamp), p_to::timestamp, '1 month')
      as start
    cross join lateral (
      select start at time zone 'UTC' as begins,
        (start + interval '1 month') at time zone 'UTC' as next) as month_of
    join lateral (
      select subscriptions.started_at, subscriptions.ended_at, subscriptions.provider,
        subscriptions.plan, customer.is_live
      from public.subscriptions
      join private.customer on customer.id = customer_id
      where started_at < next and (ended_at is null or ended_at >= begins)
        and state not in ('incomplete', 'expired')
    ) as each on true
    group by 1, 2, 3, 4
    order by 1, 2 desc, 3, 4;
end;
$$;
comment on function public.read_churn is
  'Subscriptions at the start of each month, gained and lost in it, and the share of the former '
  'that was lost. PT403.';

revoke execute on function public.read_recurring_revenue, public.read_revenue, public.read_churn
  from public, anon, authenticated, service_role;
grant execute on function public.read_recurring_revenue, public.read_revenue, public.read_churn
  to authenticated;
