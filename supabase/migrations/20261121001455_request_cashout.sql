-- request_cashout: somebody asks for their earned money; it is held at once. Cancelling gives it
-- back as long as the worker does not have it.
-- Callers: the rewards function, as the service role.

create function private.require_cashable(
  p_user_id uuid, p_amount_cents bigint, p_receiver text)
returns void
language plpgsql
stable
set search_path = ''
as $$
declare
  v_minimum bigint := (select minimum_cents from private.reward_rules);
  v_available bigint := coalesce((
    select balance from private.ledger_account
    where owner_id = p_user_id and kind = 'reward' and unit = 'USD'), 0);
begin
  if v_minimum is null then
    raise sqlstate 'PT404' using
      message = 'cashouts_not_offered', hint = 'There are no cashouts here.';
  elsif p_receiver is null or p_receiver !~ '^[^\s@]+@[^\s@]+\.[^\s@]+$'
    or char_length(p_receiver) > 127
  then
    raise sqlstate 'PT400' using
      message = 'invalid_request',
      detail = jsonb_build_object('path', 'receiver')::text,
      hint = 'The receiver is the e-mail address of a PayPal account.';
  elsif p_amount_cents is null or p_amount_cents < v_minimum then
    raise sqlstate 'PT400' using
      message = 'cashout_too_small',
      detail = jsonb_build_object('minimum_cents', v_minimum)::text,
      hint = format('A cashout is %s US cents at least.', v_minimum);
  elsif exists (
    select from auth.users where id = p_user_id and email_confirmed_at is null)
  then
    raise sqlstate 'PT403' using
      message = 'email_not_confirmed', hint = 'Confirm your e-mail address first.';
  elsif exists (
    select from private.dispute join public.payments as payment
      on payment.provider = dispute.provider
      and payment.provider_id = dispute.payment_provider_id
    where payment.user_id = p_user_id and dispute.state = 'open')
  then
    raise sqlstate 'PT409' using
      message = 'dispute_open', hint = 'A payment of yours is disputed: cashouts wait for its end.';
  elsif exists (
    select from private.ledger_account
    where owner_id = p_user_id and kind = 'debt' and balance < 0)
  then
    raise sqlstate 'PT409' using
      message = 'debt_open', hint = 'Something is owed: new credits and rewards pay it first.';
  elsif v_available < p_amount_cents then
    raise sqlstate 'PT402' using
      message = 'insufficient_rewards',
      detail = jsonb_build_object('available', v_available, 'needed', p_amount_cents)::text,
      hint = format('US cents needed: %s; earned: %s.', p_amount_cents, v_available);
  end if;
end;
$$;
comment on function private.require_cashable is
  'Refuses a cashout that may not be. PT400, PT402, PT403, PT404, PT409.';

create function private.cashout_risks(p_cashout public.cashouts)
returns text[]
language plpgsql
stable
set search_path = ''
as $$
declare
  v_rules private.reward_rules;
begin
  select * into strict v_rules from private.reward_rules;
  return array_remove(array[
    case when p_cashout.amount_cents > v_rules.automatic_cents then 'amount' end,
    case when exists (
      select from public.profiles where id = p_cashout.user_id
        and created_at > now() - make_interval(days => v_rules.account_days))
      then 'new_account' end,
    case when exists (
      select from private.referral where referrer_id = p_cashout.user_id and is_flagged)
      then 'flagged_referral' end,
    case when exists (
      select from private.person_signal
      where kind = 'payee' and value_hash = private.hash_token(
          private.mailbox_of(p_cashout.receiver))
        and user_id <> p_cashout.user_id)
      then 'shared_receiver' end
  ], null);
end;
$$;
comment on function private.cashout_risks is 'Why an admin has to look at a cashout; often empty.';

create function public.request_cashout(
  p_user_id uuid, p_client_key text, p_amount_cents bigint, p_receiver text,
  p_ip inet default null)
returns public.cashouts
language plpgsql
volatile
security definer -- Definer because nobody may write cashouts or the books.
set search_path = ''
as $$
declare
  v_profile public.profiles := private.require_active_profile(p_user_id);
  v_receiver text := lower(btrim(p_receiver));
  v_cashout public.cashouts;
  v_risks text[];
begin
  perform private.open_wallet(p_user_id);
  select * into v_cashout from public.cashouts
  where user_id = p_user_id and client_key = p_client_key;
  if found then
    if (v_cashout.amount_cents, v_cashout.receiver)
      is distinct from (p_amount_cents, v_receiver)
    then
      perform private.refuse_hold_conflict(p_client_key);
    end if;
    return v_cashout;
  end if;
  perform private.require_cashable(p_user_id, p_amount_cents, v_receiver);
  perform private.take_allowance((private.current_plan(p_user_id)).slug, p_user_id, p_ip, null,
    array[row('cashouts', 1)::private.take], null);
  insert into public.cashouts (user_id, client_key, amount_cents, receiver)
  values (p_user_id, p_client_key, p_amount_cents, v_receiver)
  returning * into v_cashout;
  -- A referral that this casts doubt on is a risk of this very cashout.
  perform private.note_signal(p_user_id, 'payee', private.mailbox_of(v_receiver));
  v_risks := private.cashout_risks(v_cashout);
  insert into private.payout (cashout_id, risks) values (v_cashout.id, v_risks);
  perform private.transfer(format('cashout:%s:0', v_cashout.id), 'cashout_requested', array[
    row(private.earned_account(p_user_id), -p_amount_cents)::private.ledger_leg,
    row(private.cashout_account(p_user_id), p_amount_cents)::private.ledger_leg]);
  if v_risks = '{}' then
    v_cashout := private.approve(v_cashout);
  end if;
  return v_cashout;
end;
$$;
comment on function public.request_cashout is
  'Holds earned money for a payout, once per client key; approved at once when it is small and '
  'shows no risk. PT400, PT401, PT402, PT403, PT404, PT409, PT429.';

create function private.approve(p_cashout public.cashouts)
returns public.cashouts
language plpgsql
volatile
set search_path = ''
as $$
declare
  v_cashout public.cashouts;
begin
  update public.cashouts set state = 'approved', approved_at = now() where id = p_cashout.id
  returning * into v_cashout;
  perform private.queue_cashout(v_cashout.id);
  return v_cashout;
end;
$$;
comment on function private.approve is 'Lets a cashout be paid. PT409.';

create function private.cancel_uncovered_cashouts(p_user_id uuid)
returns void
language plpgsql
volatile
set search_path = ''
as $$
declare
  v_cashout public.cashouts;
begin
  for v_cashout in
    select * from public.cashouts
    where user_id = p_user_id and state in ('requested', 'approved')
    order by created_at desc, id
    for no key update
  loop
    exit when not exists (
      select from private.ledger_account
      where owner_id = p_user_id and kind = 'debt' and unit = 'USD' and balance < 0);
    perform private.end_cashout(v_cashout, 'cancelled', 'A reward of it was taken back.');
  end loop;
end;
$$;
comment on function private.cancel_uncovered_cashouts is
  'Takes what is owed from cashouts that nobody has sent yet, the newest first. Under the '
  'wallet''s lock.';

create function public.cancel_cashout(p_user_id uuid, p_id uuid)
returns public.cashouts
language plpgsql
volatile
security definer -- Definer because nobody may write cashouts or the books.
set search_path = ''
as $$
declare
  v_cashout public.cashouts := private.require_own_cashout(p_user_id, p_id);
begin
  v_cashout := private.lock_cashout(p_id);
  if v_cashout.state = 'cancelled' then
    return v_cashout;
  end if;
  return private.end_cashout(v_cashout, 'cancelled', 'You cancelled it.');
end;
$$;
comment on function public.cancel_cashout is
  'Takes a cashout back that nobody has sent yet; again it stays so. PT404, PT409.';

create function private.require_own_cashout(p_user_id uuid, p_id uuid)
returns public.cashouts
language plpgsql
stable
set search_path = ''
as $$
declare
  v_cashout public.cashouts;
begin
  select * into v_cashout from public.cashouts where id = p_id and user_id = p_user_id;
  if not found then
    raise sqlstate 'PT404' using
      message = 'cashout_not_found', hint = 'There is no such cashout.';
  end if;
  return v_cashout;
end;
$$;
comment on function private.require_own_cashout is 'Somebody''s own cashout. PT404.';

create function public.cashout_receipt(p_user_id uuid, p_id uuid)
returns jsonb
language plpgsql
stable
security definer -- Definer because nobody may read payouts.
set search_path = ''
as $$
declare
  v_cashout public.cashouts := private.require_own_cashout(p_user_id, p_id);
begin
  return to_jsonb(v_cashout) - 'user_id' - 'client_key' || (
    select jsonb_build_object(
      'currency', 'USD', 'money', money, 'fee_cents', 0,
      'payout_item_id', item_id, 'entries', (
        select coalesce(jsonb_agg(jsonb_build_object('transfer_id', transfer.id,
          'reason', reason, 'at', created_at) order by transfer.id), '[]')
        from generate_series(0, moves) as nr
        join private.ledger_transfer as transfer
          on operation_key = format('cashout:%s:%s', p_id, nr)))
    from private.payout where cashout_id = p_id);
end;
$$;
comment on function public.cashout_receipt is
  'What became of a cashout: amount, receiver, times, PayPal''s ids, entries of the ledger. The '
  'platform bears PayPal''s fee. PT404.';

create function public.list_cashouts(
  p_user_id uuid, p_before_at timestamptz default null, p_limit integer default 50)
returns setof public.cashouts
language plpgsql
stable
set search_path = ''
as $$
begin
  return query
    select * from public.cashouts
    where user_id = p_user_id and (p_before_at is null or created_at < p_before_at)
    order by created_at desc
    limit least(p_limit, 200);
end;
$$;
comment on function public.list_cashouts is
  'Somebody''s cashouts, newest first; page by created_at.';

revoke execute on function public.request_cashout, public.cancel_cashout,
  public.cashout_receipt, public.list_cashouts
  from public, anon, authenticated, service_role;
grant execute on function public.request_cashout, public.cancel_cashout,
  public.cashout_receipt, public.list_cashouts
  to service_role;

create index cashouts_user_id_created_at_idx on public.cashouts (user_id, created_at desc);
