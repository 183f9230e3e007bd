-- line_months: the credits of the months that the payments of a subscription buy: which are due,
-- which were granted before it was known that they are not.
-- Callers: sync_subscription (sync_purchases), under the lock of the person.
--
-- The same rows give the same credits, in whatever order they came:
--   the month in which a line begins is due, and each that begins before something cuts the line
--   of lines of one plan that share a month the earliest says how much of it; heard of late, it
--   brings what is missing
--   what was granted of a month beyond what is due is taken back (reverse_purchase)

create function private.lines_of(p_provider text, p_subscription_id text)
returns table (payment_id uuid, gives public.memberships, cut_at timestamptz)
language plpgsql
stable
set search_path = ''
as $$
begin
  return query
    select line.id, line.gives, coalesce(in_force.ends_at, (line.gives).starts_at)
    from (
      select payments.id, private.line_membership(payments, payment_line) as gives
      from public.payments
      join private.payment_line on payment_line.payment_id = payments.id
      where provider = p_provider and subscription_provider_id = p_subscription_id
        and state = 'paid'
      offset 0
    ) as line
    left join private.lines_in_force(p_provider, p_subscription_id) as in_force
      on in_force.operation_key = (line.gives).operation_key
    order by (line.gives).starts_at;
end;
$$;
comment on function private.lines_of is
  'The paid lines of a subscription, earliest first, as they would give without a cut, and when '
  'they are cut: at their end, or at their start if they are wholly paid back.';

create function private.months_of(p_line public.memberships)
returns table (nr integer, starts_at timestamptz, ends_at timestamptz, granted_for text)
language plpgsql
immutable
set search_path = ''
as $$
begin
  return query
    select each, month_starts_at, private.period_start(p_line.anchor_at, each + 1),
      private.granted_for(p_line, month_starts_at)
    from generate_series(
      private.period_nr(p_line.anchor_at, p_line.starts_at),
      private.period_nr(p_line.anchor_at, p_line.ends_at - interval '1 microsecond')) as each
    cross join lateral private.period_start(p_line.anchor_at, each) as month_starts_at;
end;
$$;
comment on function private.months_of is 'The months of a line, and what their credits are for.';

create function private.line_months(p_provider text, p_subscription_id text)
returns table (
  payment_id uuid, line_starts_at timestamptz, granted_for text, credits bigint, is_due boolean)
language plpgsql
stable
set search_path = ''
as $$
begin
  return query
    select line.payment_id, (line.gives).starts_at, month.granted_for,
      private.period_credits(line.gives, plans.credits, month.starts_at, month.ends_at),
      month.starts_at < greatest(line.cut_at, (line.gives).starts_at + interval '1 microsecond')
    from private.lines_of(p_provider, p_subscription_id) as line
    cross join lateral private.months_of(line.gives) as month
    join public.plans on slug = (line.gives).plan;
end;
$$;
comment on function private.line_months is
  'The months of all lines of a subscription, with the credits that each line gives for it.';

create function private.posted_credits(p_account_id uuid, variadic p_reasons text[])
returns bigint
language plpgsql
stable
set search_path = ''
as $$
begin
  return (
    select coalesce(sum(amount), 0)
    from private.ledger_entry as entry
    join private.ledger_transfer as transfer on transfer.id = entry.transfer_id
    where account_id = p_account_id and reason = any (p_reasons));
end;
$$;
comment on function private.posted_credits is
  'What transfers of some reasons have added to an account, less what they took.';

create function private.lasting_credits(p_account_id uuid)
returns bigint
language plpgsql
stable
set search_path = ''
as $$
begin
  return private.posted_credits(p_account_id, 'plan_period', 'plan_credits_expired');
end;
$$;
comment on function private.lasting_credits is
  'What an account of plan credits was granted, without what expired unspent.';

create function private.grant_lines(p_user_id uuid, p_provider text, p_subscription_id text)
returns boolean
language plpgsql
volatile
set search_path = ''
as $$
declare
  v_line record;
  v_month record;
  v_is_cut boolean := false;
begin
  for v_line in select * from private.lines_of(p_provider, p_subscription_id) loop
    perform private.grant_periods(v_line.gives, now(), v_line.cut_at);
    v_is_cut := v_is_cut or v_line.cut_at < (v_line.gives).ends_at;
  end loop;
  if not v_is_cut then
    return false;
  end if;
  for v_month in
    select account.granted_for, account.expires_at, max(credits) as credits,
      private.lasting_credits(account.id) as granted
    from private.line_months(p_provider, p_subscription_id) as month
    join private.ledger_account as account
      on owner_id = p_user_id and kind = 'wallet_plan' and account.granted_for = month.granted_for
    where is_due and expires_at > now()
    group by account.id
    having count(*) > 1 and max(credits) > private.lasting_credits(account.id)
  loop
    perform private.grant_plan_credits(p_user_id, v_month.credits - v_month.granted,
      v_month.granted_for, v_month.expires_at, 'plan_period', v_month.granted);
  end loop;
  return true;
end;
$$;
comment on function private.grant_lines is
  'Grants the credits of the months of a subscription that are due, once; returns whether any line '
  'is cut: only then do lines share months, or have some that are not due.';

create function private.undue_credits(p_user_id uuid, p_provider text, p_subscription_id text)
returns table (payment_id uuid, credits bigint)
language plpgsql
stable
set search_path = ''
as $$
begin
  return query
    select undue.payment_id, sum(greatest(0, least(private.lasting_credits(account.id),
      private.posted_credits(account.id, 'plan_period') - undue.credits)))::bigint
    from (
      -- Of several payments that share a month one answers for it.
      select (array_agg(month.payment_id order by line_starts_at, month.payment_id))[1]
        as payment_id, month.granted_for,
        coalesce(max(month.credits) filter (where is_due), 0) as credits
      from private.line_months(p_provider, p_subscription_id) as month
      group by month.granted_for having not bool_and(is_due)
    ) as undue
    join private.ledger_account as account
      on owner_id = p_user_id and kind = 'wallet_plan' and account.granted_for = undue.granted_for
    group by 1;
end;
$$;
comment on function private.undue_credits is
  'What payments of a subscription were granted beyond what is due, as it is known now.';
