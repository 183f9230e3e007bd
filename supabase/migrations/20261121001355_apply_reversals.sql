-- apply_reversals: takes in what was read of refunds and disputes, also before their payment
-- came, and how orders ended.
-- Callers: the worker and billing, as the service role, as with apply_payment.

create function private.payment_reversed(p_provider text, p_payment_id text)
returns public.payments
language plpgsql
volatile
set search_path = ''
as $$
declare
  v_user_id uuid;
begin
  perform private.lock_payment(p_provider, p_payment_id);
  select user_id into v_user_id from public.payments
  where provider = p_provider and provider_id = p_payment_id;
  if v_user_id is not null then
    perform private.lock_person(v_user_id);
  end if;
  -- Read again: whoever had the lock may have changed it.
  return (
    select payments from public.payments
    where provider = p_provider and provider_id = p_payment_id);
end;
$$;
comment on function private.payment_reversed is
  'The payment of a refund or dispute, its person locked; null when it has not come yet.';

create function public.apply_refund(p_provider text, p_object jsonb, p_version_at timestamptz)
returns text
language plpgsql
volatile
security definer -- Definer because nobody may write refunds, memberships or the books.
set search_path = ''
as $$
declare
  v_new public.refunds := jsonb_populate_record(null::public.refunds, p_object);
  v_payment public.payments := private.payment_reversed(p_provider, v_new.payment_provider_id);
  v_is_newer boolean;
begin
  insert into public.refunds as has (user_id, provider, provider_id, payment_provider_id,
    amount_cents, currency, state, created_at, version_at)
  values (v_payment.user_id, p_provider, v_new.provider_id, v_new.payment_provider_id,
    v_new.amount_cents, v_new.currency, v_new.state, v_new.created_at, p_version_at)
  on conflict on constraint refunds_provider_provider_id_key do update
  set state = excluded.state, amount_cents = excluded.amount_cents,
    user_id = coalesce(has.user_id, excluded.user_id), version_at = excluded.version_at
  where has.version_at < excluded.version_at;
  v_is_newer := found;
  if v_payment.id is not null then
    perform private.sync_of_payment(v_payment);
  end if;
  return case when v_is_newer then 'applied' else 'stale' end;
end;
$$;
comment on function public.apply_refund is
  'Takes in a version of a refund, also before its payment; returns applied or stale.';

create function public.apply_dispute(p_provider text, p_object jsonb, p_version_at timestamptz)
returns text
language plpgsql
volatile
security definer -- Definer because nobody may write disputes, memberships or the books.
set search_path = ''
as $$
declare
  v_new private.dispute := jsonb_populate_record(null::private.dispute, p_object);
  v_payment public.payments := private.payment_reversed(p_provider, v_new.payment_provider_id);
  v_is_newer boolean;
begin
  insert into private.dispute as has (provider, provider_id, payment_provider_id, amount_cents,
    currency, reason, state, created_at, version_at)
  values (p_provider, v_new.provider_id, v_new.payment_provider_id, v_new.amount_cents,
    v_new.currency, v_new.reason, v_new.state, v_new.created_at, p_version_at)
  on conflict on constraint dispute_provider_provider_id_key do update
  set state = excluded.state, amount_cents = excluded.amount_cents,
    version_at = excluded.version_at
  where has.version_at < excluded.version_at;
  v_is_newer := found;
  if v_payment.id is not null then
    perform private.sync_of_payment(v_payment);
  end if;
  return case when v_is_newer then 'applied' else 'stale' end;
end;
$$;
comment on function public.apply_dispute is
  'Takes in a version of a dispute, also before its payment; returns applied or stale.';

create function public.close_order(p_order_id uuid, p_is_complete boolean)
returns text
language plpgsql
volatile
security definer -- Definer because nobody may write orders.
set search_path = ''
as $$
begin
  update public.orders
  set state = case when p_is_complete then 'complete' else 'expired' end
  where id = p_order_id and (state = 'open' or (state = 'expired' and p_is_complete));
  return (select state from public.orders where id = p_order_id);
end;
$$;
comment on function public.close_order is
  'An order was paid, or can be no more; returns its state, null when it is none of ours.';

revoke execute on function public.apply_refund, public.apply_dispute, public.close_order
  from public, anon, authenticated, service_role;
grant execute on function public.apply_refund, public.apply_dispute, public.close_order
  to service_role;
