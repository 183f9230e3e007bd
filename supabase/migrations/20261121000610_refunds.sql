-- refunds: what was taken given back later, as far as it was taken, to where it came from.
-- Callers: admins (refund_turn), billing, settlements later than the sweep. What nobody delivered
-- is never taken: that is `void`.
--
-- Invariants
--   the refunds of a hold are never more than it settled
--   each account gets back at most what it paid, bought credits first: they were spent last
-- Plan credits go back to their period; if that is over they expire with it, as all of it did.
-- Like what is granted, what is given back pays a debt first.

create table private.ledger_refund (
  id uuid not null default gen_random_uuid(),
  hold_id uuid not null,
  operation_key text not null,
  amount bigint not null,
  reason text not null,
  created_at timestamptz not null default now(),
  constraint ledger_refund_pkey primary key (id),
  constraint ledger_refund_operation_key_key unique (operation_key),
  constraint ledger_refund_hold_id_fkey
    foreign key (hold_id) references private.ledger_hold (id) on delete restrict,
  constraint ledger_refund_operation_key_check
    check (char_length(operation_key) between 1 and 180),
  constraint ledger_refund_amount_check check (amount > 0),
  constraint ledger_refund_reason_check check (char_length(reason) between 1 and 60)
);
comment on table private.ledger_refund is 'What of a settled hold was given back later, and why.';

create index ledger_refund_hold_id_idx on private.ledger_refund (hold_id);

alter table private.ledger_refund enable row level security;

create trigger ledger_refund_refuse before update or delete on private.ledger_refund
  for each row execute function private.ledger_refuse();
create trigger ledger_refund_refuse_truncate before truncate on private.ledger_refund
  for each statement execute function private.ledger_refuse();

create function private.refunded(p_hold_id uuid)
returns bigint
language plpgsql
stable
set search_path = ''
as $$
begin
  return (select coalesce(sum(amount), 0) from private.ledger_refund where hold_id = p_hold_id);
end;
$$;
comment on function private.refunded is 'How much of a settled hold was given back.';

create function private.late_hold(p_hold_id uuid)
returns uuid
language plpgsql
stable
set search_path = ''
as $$
begin
  return (
    select id from private.ledger_hold where operation_key = (
      select operation_key || ':late' from private.ledger_hold where id = p_hold_id));
end;
$$;
comment on function private.late_hold is
  'The hold of what was charged when a settlement came later than the sweep; null without one.';

create function private.refunded_in_all(p_hold_id uuid)
returns bigint
language plpgsql
stable
set search_path = ''
as $$
begin
  return private.refunded(p_hold_id) + private.refunded(private.late_hold(p_hold_id));
end;
$$;
comment on function private.refunded_in_all is
  'How much of a turn or an action was given back, also of what was charged late.';

create function private.refund_legs(p_hold private.ledger_hold, p_amount bigint)
returns private.ledger_leg[]
language plpgsql
stable
set search_path = ''
as $$
declare
  v_paid record;
  v_left bigint := p_amount;
  v_share bigint;
  v_legs private.ledger_leg[] := '{}';
begin
  for v_paid in
    select account.id, -sum(entry.amount) as amount
    from private.ledger_transfer as transfer
    join private.ledger_entry as entry on entry.transfer_id = transfer.id
    join private.ledger_account as account on account.id = entry.account_id
    where account.owner_id = p_hold.owner_id and transfer.operation_key in (
      select 'settle:' || p_hold.operation_key
      union all
      select 'refund:' || operation_key from private.ledger_refund where hold_id = p_hold.id)
    group by account.id, account.expires_at
    having sum(entry.amount) < 0
    order by account.expires_at desc nulls first, account.id
  loop
    v_share := least(v_paid.amount, v_left);
    exit when v_share = 0;
    v_legs := v_legs || row(v_paid.id, v_share)::private.ledger_leg;
    v_left := v_left - v_share;
  end loop;
  return v_legs;
end;
$$;
comment on function private.refund_legs is 'Which account gets how much of a refund.';

create function private.refund(
  p_hold_id uuid, p_amount bigint, p_operation_key text, p_reason text)
returns private.ledger_refund
language plpgsql
volatile
set search_path = ''
as $$
declare
  v_hold private.ledger_hold := private.lock_hold(p_hold_id);
  v_refund private.ledger_refund;
  v_left bigint := coalesce(v_hold.settled_amount, 0) - private.refunded(p_hold_id);
  v_legs private.ledger_leg[];
begin
  select * into v_refund from private.ledger_refund where operation_key = p_operation_key;
  if found then
    if (v_refund.hold_id, v_refund.amount) is distinct from (p_hold_id, p_amount) then
      perform private.refuse_hold_conflict(p_operation_key);
    end if;
    return v_refund;
  end if;
  if p_amount is null or p_amount < 1 or p_amount > v_left then
    raise sqlstate 'PT409' using
      message = 'refund_out_of_range',
      detail = jsonb_build_object('amount', p_amount, 'refundable', v_left)::text,
      hint = format('At most %s credits can be given back.', v_left);
  end if;
  insert into private.ledger_refund (hold_id, operation_key, amount, reason)
  values (p_hold_id, p_operation_key, p_amount, p_reason)
  on conflict on constraint ledger_refund_operation_key_key do nothing
  returning * into v_refund;
  if not found then
    perform private.refuse_hold_conflict(p_operation_key);
  end if;
  v_legs := private.refund_legs(v_hold, p_amount);
  update private.ledger_account set closed_at = null
  where closed_at is not null and id in (select account_id from unnest(v_legs));
  perform private.transfer('refund:' || p_operation_key, p_reason, v_legs
    || row(private.platform_account('revenue', 'credit'), -p_amount)::private.ledger_leg);
  perform private.pay_debt(v_hold.owner_id, null);
  -- A period that is over takes its credits back when the wallet is next brought up to date.
  update private.wallet set renews_at = now()
  where owner_id = v_hold.owner_id and renews_at > now() and exists (
    select from private.ledger_hold_part as part
    join private.ledger_account as account on account.id = part.account_id
    where part.hold_id = p_hold_id and account.expires_at <= now());
  return v_refund;
end;
$$;
comment on function private.refund is
  'Gives back a part of what a hold settled, once per operation key. PT404, PT409.';

create function private.refund_up_to(
  p_hold_id uuid, p_most bigint, p_operation_key text, p_reason text)
returns void
language plpgsql
volatile
set search_path = ''
as $$
declare
  v_hold private.ledger_hold := private.lock_hold(p_hold_id);
  v_amount bigint := least(p_most, v_hold.settled_amount - private.refunded(p_hold_id));
begin
  if v_amount > 0 then
    perform private.refund(p_hold_id, v_amount, p_operation_key, p_reason);
  end if;
end;
$$;
comment on function private.refund_up_to is
  'Gives back as much of what a hold settled as was not given back yet, at most an amount.';
