-- apply_payout: brings a cashout to what PayPal says of it, whoever heard it first.
-- Callers: the worker, as the service role: after a webhook, a poll, or the daily comparison.

create function private.payout_state(p_status text)
returns text
language plpgsql
immutable
set search_path = ''
as $$
begin
  return case p_status
    when 'SUCCESS' then 'paid'
    when 'UNCLAIMED' then 'unclaimed'
    when 'RETURNED' then 'returned'
    when 'BLOCKED' then 'blocked'
    when 'FAILED' then 'failed'
    when 'DENIED' then 'denied'
    when 'REFUNDED' then 'refunded'
    when 'REVERSED' then 'refunded'
    else 'sent' end;
end;
$$;
comment on function private.payout_state is
  'What PayPal''s status of an item means; PENDING, ONHOLD and whatever is new: it is on its way.';

create function private.compare_payout(p_cashout public.cashouts, p_item jsonb)
returns void
language plpgsql
volatile
set search_path = ''
as $$
begin
  if (p_item ->> 'amount_cents')::bigint <> p_cashout.amount_cents
    or p_item ->> 'currency' <> 'USD'
  then
    perform private.raise_discrepancy(p_cashout.id, 'amount', p_item);
  end if;
  if lower(p_item ->> 'receiver') <> p_cashout.receiver then
    perform private.raise_discrepancy(p_cashout.id, 'receiver', p_item);
  end if;
end;
$$;
comment on function private.compare_payout is 'Whether PayPal pays what it was asked to pay.';

create function public.apply_payout(p_id uuid, p_item jsonb, p_version_at timestamptz)
returns text
language plpgsql
volatile
security definer -- Definer because nobody may write cashouts or the books.
set search_path = ''
as $$
declare
  v_cashout public.cashouts := private.lock_cashout(p_id);
  v_state text := private.payout_state(p_item ->> 'status');
  v_payout private.payout;
begin
  if v_cashout.state = 'sending' then
    perform public.record_payout(p_id, p_item ->> 'batch_id');
    v_cashout.state := 'sent';
  end if;
  update private.payout
  set version_at = p_version_at, item_id = p_item ->> 'item_id', attempts = 0, last_error = null,
    fee_cents = coalesce((p_item ->> 'fee_cents')::bigint, fee_cents)
  where cashout_id = p_id and version_at < p_version_at
  returning * into v_payout;
  if not found then
    return 'stale';
  end if;
  perform private.compare_payout(v_cashout, p_item);
  if v_state <> v_cashout.state then
    v_state := private.follow_payout(v_cashout, v_state, p_item);
  end if;
  if v_state in ('sent', 'unclaimed') then
    -- Webhooks come first mostly: half a minute at the beginning, at last six hours.
    perform pgmq.set_vt('cashouts', v_payout.message_id, greatest(30, least(21600,
      extract(epoch from now() - v_payout.first_sent_at) / 4))::integer);
  elsif v_payout.message_id is not null then
    perform private.finish_payout(v_payout);
  end if;
  return v_state;
end;
$$;
comment on function public.apply_payout is
  'Takes in an item as PayPal has it: item_id, batch_id, status, amount_cents, currency, receiver, '
  'and where known transaction_id, fee_cents, error. Returns the state after it, or stale when a '
  'newer version is there. PT404.';

create function private.follow_payout(p_cashout public.cashouts, p_state text, p_item jsonb)
returns text
language plpgsql
volatile
set search_path = ''
as $$
begin
  perform from private.cashout_move where from_state = p_cashout.state and to_state = p_state;
  if not found then
    perform private.raise_discrepancy(p_cashout.id, 'state', p_item);
    return p_cashout.state;
  end if;
  update public.cashouts set transaction_id = p_item ->> 'transaction_id'
  where id = p_cashout.id and p_item ->> 'transaction_id' is not null;
  if p_state = 'unclaimed' then
    update public.cashouts
    set state = p_state, reason = 'No PayPal account has this address yet.'
    where id = p_cashout.id;
  else
    perform private.end_cashout(p_cashout, p_state, p_item ->> 'error');
  end if;
  return p_state;
end;
$$;
comment on function private.follow_payout is
  'Brings a cashout to the state that PayPal reports; what cannot follow is raised and left.';

revoke execute on function public.apply_payout from public, anon, authenticated, service_role;
grant execute on function public.apply_payout to service_role;
