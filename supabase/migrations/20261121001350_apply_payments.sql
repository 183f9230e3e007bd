-- apply_payments: takes in what was read of a provider's object, in our own shape
-- (shared/contracts/payments.ts), and brings what the person has in line with it.
-- Callers: the worker and billing, as the service role, with the version that lease_payment_object
-- gave before the object was read.
-- Each answers: applied; stale, when a newer version is there; ignored, when it is none of ours.
-- Lock order: payment (by the provider's id, so also one that is still to come), profile, wallet,
-- payer, then rows.

create function private.lock_payment(p_provider text, p_payment_id text)
returns void
language plpgsql
volatile
set search_path = ''
as $$
begin
  -- A refund that comes together with its payment: one of the two must see the other.
  perform pg_advisory_xact_lock(hashtextextended(p_provider || ':' || p_payment_id, 0));
end;
$$;
comment on function private.lock_payment is
  'Locks a payment by the provider''s id, whether it is known or not.';

create function private.customer_of(p_provider text, p_object jsonb)
returns private.customer
language plpgsql
volatile
set search_path = ''
as $$
declare
  v_customer private.customer;
begin
  select * into v_customer from private.customer
  where provider = p_provider and provider_id = p_object ->> 'customer_provider_id';
  if not found then
    -- What is known of the subscription stays, also when its customer was deleted there and
    -- replaced; else our order, which only its owner knows, where no customer is named.
    select * into v_customer from private.customer
    where id = coalesce((
        select customer_id from public.subscriptions
        where provider = p_provider and provider_id = coalesce(
          p_object ->> 'subscription_provider_id', p_object ->> 'provider_id')), (
        select customer_id from public.payments
        where provider = p_provider and provider_id = p_object ->> 'provider_id'), (
        select customer_id from public.orders
        where id = private.as_uuid(p_object ->> 'order_id') and provider = p_provider
          and not p_object ? 'customer_provider_id'));
  end if;
  if v_customer.user_id is not null then
    perform private.lock_person(v_customer.user_id);
  end if;
  return v_customer;
end;
$$;
comment on function private.customer_of is
  'Whose a provider''s object is, locked; null when we do not know that customer.';

create function public.apply_subscription(
  p_provider text, p_object jsonb, p_version_at timestamptz)
returns text
language plpgsql
volatile
security definer -- Definer because nobody may write subscriptions, memberships or the books.
set search_path = ''
as $$
declare
  v_customer private.customer := private.customer_of(p_provider, p_object);
  v_object public.subscriptions;
  v_is_newer boolean;
begin
  v_object := jsonb_populate_record(null::public.subscriptions, p_object);
  select item into v_object.plan from private.provider_price
  where provider = p_provider and provider_id = v_object.price_id and kind = 'subscription';
  -- A price that is not ours changes no plan, but what is over is over.
  if v_object.plan is null then
    select price_id, plan into v_object.price_id, v_object.plan from public.subscriptions
    where provider = p_provider and provider_id = v_object.provider_id;
  end if;
  if v_customer.id is null or v_object.plan is null then
    return 'ignored';
  end if;
  select item into v_object.next_plan from private.provider_price
  where provider = p_provider and provider_id = p_object ->> 'next_price_id';
  insert into public.subscriptions as has (user_id, customer_id, provider, provider_id,
    provider_item_id, price_id, plan, state, amount_cents, currency, billing, period_starts_at,
    period_ends_at, started_at, trial_ends_at, cancel_at, ended_at, next_plan, next_plan_at,
    version_at)
  values (v_customer.user_id, v_customer.id, p_provider, v_object.provider_id,
    v_object.provider_item_id, v_object.price_id, v_object.plan, v_object.state,
    v_object.amount_cents, v_object.currency, v_object.billing, v_object.period_starts_at,
    v_object.period_ends_at, v_object.started_at, v_object.trial_ends_at, v_object.cancel_at,
    v_object.ended_at, v_object.next_plan,
    case when v_object.next_plan is not null then v_object.next_plan_at end, p_version_at)
  on conflict on constraint subscriptions_provider_provider_id_key do update
  set provider_item_id = excluded.provider_item_id, price_id = excluded.price_id,
    plan = excluded.plan, state = excluded.state, amount_cents = excluded.amount_cents,
    currency = excluded.currency, billing = excluded.billing,
    period_starts_at = excluded.period_starts_at, period_ends_at = excluded.period_ends_at,
    started_at = excluded.started_at, trial_ends_at = excluded.trial_ends_at,
    cancel_at = excluded.cancel_at, ended_at = excluded.ended_at, next_plan = excluded.next_plan,
    next_plan_at = excluded.next_plan_at, version_at = excluded.version_at
  -- What is over does not begin again, whatever an answer that was long on its way says.
  where has.version_at < excluded.version_at
    and (has.state not in ('canceled', 'expired') or has.state = excluded.state);
  v_is_newer := found;
  if v_customer.user_id is not null then
    perform private.sync_subscription(v_customer.user_id, p_provider, v_object.provider_id);
  elsif v_is_newer and v_object.cancel_at is null and v_object.state not in ('canceled', 'expired')
  then
    -- Paid on a page that was open while the account was deleted.
    perform private.send_departure(v_customer.id);
  end if;
  return case when v_is_newer then 'applied' else 'stale' end;
end;
$$;
comment on function public.apply_subscription is
  'Takes in a version of a subscription; returns applied, stale or ignored. PT409.';

create function private.line_plan(p_provider text, p_object jsonb)
returns text
language plpgsql
stable
set search_path = ''
as $$
begin
  return (
    select item
    from jsonb_array_elements(p_object -> 'lines') with ordinality as line (content, nr)
    join private.provider_price on provider = p_provider and kind = 'subscription'
      and provider_id = line.content ->> 'price_id'
    order by line.content ->> 'starts_at' desc, nr desc
    limit 1);
end;
$$;
comment on function private.line_plan is
  'The plan that a payment of a subscription buys last; null when none of its prices is ours.';

create function private.keep_payment(
  p_customer private.customer, p_object jsonb, p_version_at timestamptz)
returns public.payments
language plpgsql
volatile
set search_path = ''
as $$
declare
  v_new public.payments := jsonb_populate_record(null::public.payments, p_object);
  v_order public.orders;
  v_payment public.payments;
begin
  if v_new.subscription_provider_id is null then
    select * into v_order from public.orders
    where id = coalesce(v_new.order_id, (
        select order_id from public.payments
        where provider = p_customer.provider and provider_id = v_new.provider_id))
      and provider = p_customer.provider and kind <> 'subscription'
      and user_id is not distinct from p_customer.user_id
      and price_id = coalesce(p_object ->> 'price_id', price_id);
    v_new.order_id := v_order.id;
    v_new.kind := v_order.kind;
    v_new.item := v_order.item;
  else
    v_new.kind := 'subscription';
    v_new.item := private.line_plan(p_customer.provider, p_object);
    -- The order is done with the first; renewals are of no order.
    v_new.order_id := (
      select id from public.orders
      where id = v_new.order_id and provider = p_customer.provider and kind = 'subscription'
        and item = v_new.item and v_new.reason = 'first'
        and user_id is not distinct from p_customer.user_id);
  end if;
  if v_new.item is null then
    return null;
  end if;
  insert into public.payments as has (user_id, customer_id, provider, provider_id, kind,
    subscription_provider_id, order_id, item, state, reason, amount_cents, collected_cents,
    tax_cents, currency, number, url, created_at, paid_at, version_at)
  values (p_customer.user_id, p_customer.id, p_customer.provider, v_new.provider_id, v_new.kind,
    v_new.subscription_provider_id, v_new.order_id, v_new.item, v_new.state, v_new.reason,
    v_new.amount_cents, v_new.collected_cents, v_new.tax_cents, v_new.currency, v_new.number,
    v_new.url, v_new.created_at, v_new.paid_at, p_version_at)
  on conflict on constraint payments_provider_provider_id_key do update
  set item = excluded.item, state = excluded.state, amount_cents = excluded.amount_cents,
    collected_cents = excluded.collected_cents, tax_cents = excluded.tax_cents,
    number = excluded.number, url = excluded.url, paid_at = excluded.paid_at,
    version_at = excluded.version_at
  where has.version_at < excluded.version_at and (has.state <> 'paid' or excluded.state = 'paid')
  returning * into v_payment;
  if not found then
    select * into v_payment from public.payments
    where provider = p_customer.provider and provider_id = v_new.provider_id;
  end if;
  return v_payment;
end;
$$;
comment on function private.keep_payment is
  'Keeps a version of a payment if it is newer, and returns what is kept; null if it is not ours.';

create function private.note_payer(p_user_id uuid, p_provider text, p_object jsonb)
returns void
language plpgsql
volatile
set search_path = ''
as $$
declare
  v_payer text := p_provider || ':' || (p_object ->> 'payer');
begin
  if v_payer is null or p_user_id is null then
    return;
  end if;
  -- Two people who pay with one card at once: one of them must see the other.
  perform pg_advisory_xact_lock(hashtextextended('payer:' || v_payer, 0));
  perform private.note_signal(p_user_id, 'payer', v_payer);
end;
$$;
comment on function private.note_payer is
  'Notes what a payment was paid with as known of the person, as a hash.';

create function public.apply_payment(p_provider text, p_object jsonb, p_version_at timestamptz)
returns text
language plpgsql
volatile
security definer -- Definer because nobody may write payments, memberships or the books.
set search_path = ''
as $$
declare
  v_customer private.customer;
  v_payment public.payments;
  v_was_paid boolean;
begin
  perform private.lock_payment(p_provider, p_object ->> 'provider_id');
  v_customer := private.customer_of(p_provider, p_object);
  if v_customer.id is null then
    return 'ignored';
  end if;
  v_was_paid := exists (
    select from public.payments where provider = p_provider
      and provider_id = p_object ->> 'provider_id' and state = 'paid');
  v_payment := private.keep_payment(v_customer, p_object, p_version_at);
  if v_payment.id is null then
    return 'ignored';
  end if;
  if v_payment.kind = 'subscription' then
    -- Until it is paid an invoice may still change; then what it bought is final.
    if v_payment.version_at = p_version_at then
      delete from private.payment_line where payment_id = v_payment.id and not v_was_paid;
    end if;
    insert into private.payment_line (payment_id, nr, plan, starts_at, ends_at, anchor_at)
    select v_payment.id, nr, item, (line ->> 'starts_at')::timestamptz,
      (line ->> 'ends_at')::timestamptz, (line ->> 'anchor_at')::timestamptz
    from jsonb_array_elements(p_object -> 'lines') with ordinality as each (line, nr)
    join private.provider_price on provider = p_provider and kind = 'subscription'
      and provider_id = line ->> 'price_id'
    -- A change within a trial that nothing was paid for gives nothing: the trial goes on.
    where v_payment.reason <> 'change' or v_payment.amount_cents > 0
      or (line ->> 'starts_at')::timestamptz >= (line ->> 'anchor_at')::timestamptz
    on conflict on constraint payment_line_pkey do nothing;
  end if;
  if v_payment.state = 'paid' then
    perform private.note_payer(v_payment.user_id, p_provider, p_object);
  end if;
  perform private.sync_of_payment(v_payment);
  return case when v_payment.version_at = p_version_at then 'applied' else 'stale' end;
end;
$$;
comment on function public.apply_payment is
  'Takes in a version of an invoice or a one-time payment; returns applied, stale or ignored. '
  'PT404, PT409.';

create function private.sync_of_payment(p_payment public.payments)
returns void
language plpgsql
volatile
set search_path = ''
as $$
begin
  if p_payment.state = 'paid' and p_payment.order_id is not null then
    update public.orders set state = 'complete'
    where id = p_payment.order_id and state <> 'complete';
  end if;
  update public.refunds set user_id = p_payment.user_id
  where provider = p_payment.provider and payment_provider_id = p_payment.provider_id
    and user_id is distinct from p_payment.user_id;
  if p_payment.user_id is null then
    return;
  elsif p_payment.kind = 'subscription' then
    perform private.sync_subscription(
      p_payment.user_id, p_payment.provider, p_payment.subscription_provider_id);
  else
    perform private.sync_payment(p_payment);
  end if;
  update private.referral set is_due = true
  where invited_id = p_payment.user_id and condition = 'payment' and not is_due;
end;
$$;
comment on function private.sync_of_payment is 'Brings what somebody has in line with a payment.';

revoke execute on function public.apply_subscription, public.apply_payment
  from public, anon, authenticated, service_role;
grant execute on function public.apply_subscription, public.apply_payment to service_role;
