-- sync_purchases: the credits that somebody has by what was paid, less what was taken back.
-- Callers: apply_* after each change, under the lock of the person (lock_person).
--
-- The same rows give the same credits, in whatever order they came:
--   a line grants those of its months that are due (line_months), once, with the keys by which
--   renew_wallet grants them; what was granted of others is taken back
--   a pack grants those of its order, a pass is given, once
--   as much of it is taken back as of the money: target = credits × reversed ÷ collected, rounded
--   down, less what expired unspent; what is missing or too much since then is moved, also when
--   the credits of a later month are granted

create function private.granted_accounts(p_payment public.payments)
returns setof private.ledger_account
language plpgsql
stable
set search_path = ''
as $$
begin
  return query
    select account.* from private.ledger_account as account
    where owner_id = p_payment.user_id and kind = 'wallet_plan' and granted_for in (
      select month.granted_for
      from private.payment_line as line
      cross join lateral private.months_of(private.line_membership(p_payment, line)) as month
      where line.payment_id = p_payment.id
      union all
      select private.granted_for(pass, pass.starts_at) from public.memberships as pass
      where user_id = p_payment.user_id
        and starts_with(operation_key, 'payment:' || p_payment.id) and source = 'pass');
end;
$$;
comment on function private.granted_accounts is
  'The accounts of plan credits that a payment filled.';

create function private.granted_credits(p_payment public.payments)
returns bigint
language plpgsql
stable
set search_path = ''
as $$
begin
  if p_payment.kind = 'pack' then
    return (select credits from public.orders where id = p_payment.order_id);
  end if;
  return (
    select coalesce(sum(private.lasting_credits(account.id)), 0)
    from (
      select id from private.granted_accounts(p_payment)
      union
      -- What a reversal gave back expires on its own.
      select id from private.ledger_account
      where owner_id = p_payment.user_id and kind = 'wallet_plan'
        and starts_with(granted_for, format('payment:%s:', p_payment.id))
    ) as account);
end;
$$;
comment on function private.granted_credits is
  'What a payment gave in credits, without what expired unspent.';

create function private.grant_purchase(p_payment public.payments)
returns void
language plpgsql
volatile
set search_path = ''
as $$
begin
  if p_payment.kind = 'pack' then
    perform private.grant_credits(p_payment.user_id,
      (select credits from public.orders where id = p_payment.order_id),
      'payment:' || p_payment.id, 'credits_bought');
  elsif p_payment.kind = 'pass' then
    perform private.grant_pass(p_payment.user_id, p_payment.item, 'payment:' || p_payment.id);
  end if;
end;
$$;
comment on function private.grant_purchase is 'Gives what was bought once; once.';

create function private.clawed_elsewhere(p_payment public.payments)
returns bigint
language plpgsql
stable
set search_path = ''
as $$
begin
  -- Changing there and back within a period is paid twice, and grants the plan's credits once.
  return (
    select coalesce(sum(clawed_credits), 0) from public.payments as other
    where provider = p_payment.provider and id <> p_payment.id and clawed_credits > 0
      and subscription_provider_id = p_payment.subscription_provider_id
      and exists (
        select from private.granted_accounts(other) as account
        where account.id in (select id from private.granted_accounts(p_payment))));
end;
$$;
comment on function private.clawed_elsewhere is
  'What was taken back of the same credits for another payment that bought them too.';

create function private.reverse_purchase(
  p_payment_id uuid, p_reversed_cents bigint, p_undue_credits bigint)
returns void
language plpgsql
volatile
set search_path = ''
as $$
declare
  v_payment public.payments;
  v_due bigint;
  v_share numeric;
  v_clawed bigint;
  v_diff bigint;
  v_key text;
begin
  select * into v_payment from public.payments where id = p_payment_id;
  v_due := private.granted_credits(v_payment) - p_undue_credits;
  v_share := coalesce(p_reversed_cents::numeric
    / nullif(coalesce(v_payment.collected_cents, v_payment.amount_cents), 0), 0);
  v_clawed := greatest(0, least(
    trunc(v_due * v_share), v_due - private.clawed_elsewhere(v_payment)));
  if p_reversed_cents >= v_payment.reversed_cents then
    -- What expires gives nothing back, only what is taken as a whole now that was in part.
    v_clawed := greatest(v_clawed, v_payment.clawed_credits
      - trunc(v_share * greatest(p_undue_credits - v_payment.undue_credits, 0)));
  end if;
  v_diff := v_clawed - v_payment.clawed_credits + p_undue_credits - v_payment.undue_credits;
  v_key := format('payment:%s:%s', v_payment.id, v_payment.reversals + 1);
  if v_diff > 0 then
    perform private.owe_credits(v_payment.user_id, v_diff, v_key, 'purchase_reversed', (
      select id from private.granted_accounts(v_payment) order by expires_at desc limit 1));
  elsif v_diff < 0 then
    perform private.return_credits(v_payment, -v_diff, v_key);
  end if;
  update public.payments
  set reversed_cents = p_reversed_cents, clawed_credits = v_clawed,
    undue_credits = p_undue_credits, reversals = reversals + 1
  where id = v_payment.id and (reversed_cents, clawed_credits, undue_credits)
    <> (p_reversed_cents, v_clawed, p_undue_credits);
end;
$$;
comment on function private.reverse_purchase is
  'Takes credits back, or gives them back, as money was, and those that are not due.';

create function private.reverse_again(p_membership public.memberships)
returns void
language plpgsql
volatile
set search_path = ''
as $$
begin
  perform private.reverse_purchase(id, reversed_cents, undue_credits) from public.payments
  where p_membership.operation_key like 'payment:%' and reversed_cents > 0
    and id = private.as_uuid(split_part(p_membership.operation_key, ':', 2));
end;
$$;
comment on function private.reverse_again is
  'Takes back of what a membership has just granted as much as was paid back of its payment.';

create function private.month_ends_at(p_payment public.payments)
returns timestamptz
language plpgsql
stable
set search_path = ''
as $$
begin
  return (
    select max(least(gives.ends_at, private.period_start(gives.anchor_at, 1 + rollover_periods
      + private.period_nr(gives.anchor_at, greatest(gives.starts_at, now())))))
    from private.payment_line as line
    cross join lateral private.line_membership(p_payment, line) as gives
    join public.plans on slug = gives.plan
    where payment_id = p_payment.id);
end;
$$;
comment on function private.month_ends_at is
  'When the credits expire that the lines of a payment grant for now; null without lines.';

create function private.return_credits(p_payment public.payments, p_amount bigint, p_key text)
returns void
language plpgsql
volatile
set search_path = ''
as $$
begin
  if p_payment.kind = 'pack' then
    perform private.grant_credits(p_payment.user_id, p_amount, p_key, 'purchase_restored');
  else
    -- They end when those ended that were taken; what is over by now pays the debt and is gone.
    perform private.grant_plan_credits(p_payment.user_id, p_amount, p_key, coalesce(
      private.month_ends_at(p_payment), (
        select max(ends_at) from public.memberships
        where user_id = p_payment.user_id and state <> 'revoked'
          and starts_with(operation_key, 'payment:' || p_payment.id))),
      'purchase_restored');
  end if;
end;
$$;
comment on function private.return_credits is 'Gives back what a reversal took that did not last.';

create function private.sync_payment(p_payment public.payments, p_undue_credits bigint default 0)
returns void
language plpgsql
volatile
set search_path = ''
as $$
declare
  v_reversed_cents bigint := private.reversed_cents(p_payment);
  v_is_gone boolean := v_reversed_cents > 0
    and v_reversed_cents = coalesce(p_payment.collected_cents, p_payment.amount_cents);
begin
  if p_payment.state <> 'paid' then
    return;
  end if;
  perform private.grant_purchase(p_payment);
  -- Time before credits when it is given back, which expire with it, and after them when taken.
  if p_payment.kind = 'pass' and not v_is_gone then
    perform private.restore_pass(p_payment);
  end if;
  if v_reversed_cents > 0 or p_payment.reversed_cents > 0
    or p_undue_credits <> p_payment.undue_credits
  then
    perform private.reverse_purchase(p_payment.id, v_reversed_cents, p_undue_credits);
  end if;
  if p_payment.kind = 'pass' and v_is_gone then
    perform private.take_pass(p_payment);
  end if;
end;
$$;
comment on function private.sync_payment is
  'Gives what a payment bought, as far as it was not taken back. Under the lock of the person.';

create function private.sync_subscription(p_user_id uuid, p_provider text, p_subscription_id text)
returns void
language plpgsql
volatile
set search_path = ''
as $$
declare
  v_is_cut boolean;
  v_each record;
  v_subscription public.subscriptions;
begin
  -- Credits before time: a membership that ends takes its unspent credits with it.
  v_is_cut := private.grant_lines(p_user_id, p_provider, p_subscription_id);
  for v_each in
    select payments as payment, coalesce(undue.credits, 0) as undue_credits
    from public.payments
    left join (
      select * from private.undue_credits(p_user_id, p_provider, p_subscription_id)
      where v_is_cut
    ) as undue on undue.payment_id = payments.id
    where provider = p_provider and subscription_provider_id = p_subscription_id
      and user_id = p_user_id
    order by created_at, id
  loop
    perform private.sync_payment(v_each.payment, v_each.undue_credits);
  end loop;
  perform private.sync_memberships(p_user_id, p_provider, p_subscription_id);
  select * into v_subscription from public.subscriptions
  where provider = p_provider and provider_id = p_subscription_id and user_id = p_user_id;
  if found then
    perform private.sync_grace(v_subscription);
  end if;
  perform private.renew_wallet(p_user_id);
end;
$$;
comment on function private.sync_subscription is
  'Brings what somebody has by a subscription in line with all that is known of it.';
