-- cashout_admin: how admins decide about cashouts, and the daily comparison of ledger, cashouts and
-- PayPal.
-- Callers: active admins with their own token, each act with a line in the audit log; a job.

create function public.list_cashout_reviews(
  p_state text default 'requested', p_before_at timestamptz default null,
  p_limit integer default 50)
returns table (
  id uuid, user_id uuid, amount_cents bigint, receiver text, state text,
  created_at timestamptz, risks text[], attempts integer, last_error text, batch_id text,
  item_id text, fee_cents bigint, reason text)
language plpgsql
volatile
security definer -- Definer because nobody may read payouts.
set search_path = ''
as $$
begin
  perform private.audit_as_admin('list_cashout_reviews', 'cashouts', jsonb_build_object(
    'state', p_state, 'before_at', p_before_at));
  return query
    select cashout.id, cashout.user_id, cashout.amount_cents, cashout.receiver, cashout.state,
      cashout.created_at, payout.risks, payout.attempts, payout.last_error, payout.batch_id,
      payout.item_id, payout.fee_cents, cashout.reason
    from public.cashouts as cashout join private.payout on cashout_id = cashout.id
    where cashout.state = p_state and (p_before_at is null or cashout.created_at < p_before_at)
    order by cashout.created_at desc
    limit least(p_limit, 200);
end;
$$;
comment on function public.list_cashout_reviews is
  'Cashouts of a state with what the platform knows of them, newest first; page by created_at. '
  'PT403.';

create function public.review_cashout(p_id uuid, p_decision text, p_note text)
returns text
language plpgsql
volatile
security definer -- Definer because admins may not write cashouts or the books.
set search_path = ''
as $$
declare
  v_cashout public.cashouts;
begin
  perform private.audit_as_admin('review_cashout', p_id::text, jsonb_build_object(
    'decision', p_decision, 'note', left(p_note, 500)));
  v_cashout := private.lock_cashout(p_id);
  if p_decision = 'approve' then
    v_cashout := private.approve(v_cashout);
  elsif p_decision = 'refuse' then
    v_cashout := private.end_cashout(v_cashout, 'refused', p_note);
  -- Of one whose outcome nobody knew, an admin has looked at PayPal's own pages.
  elsif p_decision = 'failed' and v_cashout.state = 'sending' then
    v_cashout := private.end_cashout(v_cashout, 'failed', p_note);
  else
    raise sqlstate 'PT409' using
      message = 'illegal_state_move',
      detail = jsonb_build_object('state', v_cashout.state, 'decision', p_decision)::text,
      hint = 'Only what waits is decided: approve or refuse it, or failed, while it is sending.';
  end if;
  return v_cashout.state;
end;
$$;
comment on function public.review_cashout is
  'An admin decides about a cashout: approve, refuse, or failed; the note of the latter two is '
  'told the person. Returns the state. PT403, PT404, PT409.';

create function public.list_payout_discrepancies(p_is_open boolean default true)
returns table (
  id bigint, cashout_id uuid, kind text, details jsonb, found_at timestamptz,
  seen_at timestamptz, resolved_at timestamptz, note text)
language plpgsql
volatile
security definer -- Definer because nobody may read discrepancies.
set search_path = ''
as $$
begin
  perform private.audit_as_admin('list_payout_discrepancies', 'cashouts', '{}');
  return query
    select each.id, each.cashout_id, each.kind, each.details, each.found_at, each.seen_at,
      each.resolved_at, each.note
    from private.payout_discrepancy as each
    where (each.resolved_at is null) = p_is_open
    order by each.id desc
    limit 200;
end;
$$;
comment on function public.list_payout_discrepancies is
  'Where ledger, cashouts and PayPal do not agree, the newest 200. PT403.';

create function public.resolve_payout_discrepancy(p_id bigint, p_note text)
returns void
language plpgsql
volatile
security definer -- Definer because admins may not write discrepancies.
set search_path = ''
as $$
begin
  perform private.audit_as_admin('resolve_payout_discrepancy', p_id::text, jsonb_build_object(
    'note', left(p_note, 500)));
  if p_note is null or p_note !~ '\S' or char_length(p_note) > 500 then
    raise sqlstate 'PT400' using
      message = 'invalid_request',
      detail = jsonb_build_object('path', 'p_note')::text,
      hint = 'Say in 1 to 500 characters what was done.';
  end if;
  update private.payout_discrepancy set resolved_at = now(), note = p_note
  where id = p_id and resolved_at is null;
  if not found then
    raise sqlstate 'PT404' using
      message = 'discrepancy_not_found', hint = 'There is no such open discrepancy.';
  end if;
end;
$$;
comment on function public.resolve_payout_discrepancy is
  'Notes what was done about a discrepancy. PT400, PT403, PT404.';

-- Reconciliation ----------------------------------------------------------------------------------

create function private.compare_ledger()
returns void
language plpgsql
volatile
set search_path = ''
as $$
declare
  v_odd record;
begin
  for v_odd in
    select cashout.id, money, amount_cents, moved
    from public.cashouts as cashout
    join private.payout on cashout_id = cashout.id
    cross join lateral (
      select coalesce(sum(entry.amount), 0) as moved
      from generate_series(0, moves) as nr
      join private.ledger_transfer as transfer
        on operation_key = format('cashout:%s:%s', cashout.id, nr)
      join private.ledger_entry as entry on entry.transfer_id = transfer.id
      where entry.account_id = private.platform_account('paid_out', 'USD')
    ) as out
    where moved <> case money when 'paid_out' then amount_cents else 0 end
      or (money = 'paid_out') <> (state = 'paid')
  loop
    perform private.raise_discrepancy(v_odd.id, 'ledger', to_jsonb(v_odd));
  end loop;
  for v_odd in
    select account.owner_id, balance, expected from private.ledger_account as account
    cross join lateral (
      select coalesce(sum(amount_cents), 0) as expected
      from public.cashouts as cashout join private.payout on cashout_id = cashout.id
      where cashout.user_id = account.owner_id and money = 'held'
    ) as cashouts
    where kind = 'cashout' and balance <> expected
  loop
    perform private.raise_discrepancy(null, 'held', to_jsonb(v_odd));
  end loop;
end;
$$;
comment on function private.compare_ledger is
  'Raises cashouts whose money is not where the ledger has it.';

create function private.reconcile_cashouts()
returns integer
language plpgsql
volatile
set search_path = ''
as $$
declare
  -- As long as PayPal may still return or reverse what it has.
  c_days constant integer := 60;
  v_cashout_id uuid;
  v_asked integer := 0;
begin
  perform private.compare_ledger();
  for v_cashout_id in
    select cashout_id from private.payout
    where batch_id is not null and message_id is null
      and first_sent_at > now() - make_interval(days => c_days)
    order by cashout_id
  loop
    perform private.queue_cashout(v_cashout_id);
    v_asked := v_asked + 1;
  end loop;
  return v_asked;
end;
$$;
comment on function private.reconcile_cashouts is
  'Compares ledger and cashouts now, and lets the worker ask PayPal about all of the last sixty '
  'days; what differs is raised. Returns about how many is asked.';

revoke execute on function public.list_cashout_reviews, public.review_cashout,
  public.list_payout_discrepancies, public.resolve_payout_discrepancy
  from public, anon, authenticated, service_role;
grant execute on function public.list_cashout_reviews, public.review_cashout,
  public.list_payout_discrepancies, public.resolve_payout_discrepancy
  to authenticated;

select cron.schedule('reconcile_cashouts', '41 3 * * *', 'select private.reconcile_cashouts()');
