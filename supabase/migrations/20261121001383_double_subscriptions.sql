-- double_subscriptions: people who pay two subscriptions at once, through two pages of a checkout
-- or two providers. Both give what was paid; the plan of the higher rank is in force (memberships).
-- One is a mistake, which only a person can settle: cancel one, and pay it back.
-- Callers: active admins with their own token; everybody else gets PT403.

create function public.list_double_subscriptions()
returns table (user_id uuid, subscriptions jsonb)
language plpgsql
volatile
security definer -- Definer because it is written to the audit log.
set search_path = ''
as $$
begin
  perform private.audit_as_admin('list_double_subscriptions', 'payments', '{}');
  return query
    select each.user_id, jsonb_agg(to_jsonb(each) order by started_at)
    from public.subscriptions as each
    join private.customer on customer.id = customer_id
    where each.user_id is not null and each.state not in ('canceled', 'expired', 'incomplete')
    group by each.user_id, is_live
    having count(*) > 1
    order by max(started_at) desc
    limit 200;
end;
$$;
comment on function public.list_double_subscriptions is
  'Who pays more than one subscription now, the newest case first. PT403.';

revoke execute on function public.list_double_subscriptions
  from public, anon, authenticated, service_role;
grant execute on function public.list_double_subscriptions to authenticated;
