-- cashouts: earned US cents on their way to a person's PayPal account.
-- Callers: request_cashout and cancel_cashout (rewards function), admins, and the worker, each
-- through the functions of the next migrations. A person reads the own rows, admins all.
-- States: requested -> approved | refused | cancelled      an admin decides, or the person
--         approved -> sending | cancelled                   the worker has it, or the person not
--         sending -> sent | failed                          PayPal has it, or will not have it
--         sent -> unclaimed | paid | returned | blocked | failed | denied | refunded
--         unclaimed -> paid | returned | blocked | failed | refunded
--         returned | blocked | failed | denied -> paid | returned | refunded      late news
--         paid -> refunded                                  PayPal took it back
--         refused, cancelled and refunded are final
--
-- Invariants
--   the money of a cashout is in one place: held (until it is known), paid_out, or returned
--   `sending` means that nobody knows: only PayPal's answer ends it, never a time-out
--   an id is sent only while PayPal knows it (30 days): then it would pay twice
--   an older state never overwrites a newer one (version_at)
-- Lock order: profile, wallet, cashout, payout, accounts, referrers.

create table public.cashouts (
  id uuid not null default gen_random_uuid(),
  -- No foreign key: the books outlive the person's account.
  user_id uuid not null,
  client_key text not null,
  amount_cents bigint not null,
  receiver text not null,
  state text not null default 'requested',
  created_at timestamptz not null default now(),
  approved_at timestamptz,
  sent_at timestamptz,
  closed_at timestamptz,
  reason text,
  transaction_id text,
  constraint cashouts_pkey primary key (id),
  constraint cashouts_user_id_client_key_key unique (user_id, client_key),
  constraint cashouts_client_key_check check (char_length(client_key) between 1 and 100),
  constraint cashouts_amount_cents_check check (amount_cents between 1 and 100000000),
  constraint cashouts_receiver_check
    check (receiver ~ '^[^\s@]+@[^\s@]+\.[^\s@]+$' and char_length(receiver) <= 127),
  constraint cashouts_state_check check (state in ('requested', 'approved', 'sending', 'sent',
    'unclaimed', 'paid', 'returned', 'blocked', 'failed', 'denied', 'refunded', 'refused',
    'cancelled')),
  constraint cashouts_closed_at_check check (
    (state in ('requested', 'approved', 'sending', 'sent', 'unclaimed')) = (closed_at is null)),
  constraint cashouts_reason_check check (char_length(reason) between 1 and 300),
  constraint cashouts_transaction_id_check check (char_length(transaction_id) between 1 and 120)
);
comment on table public.cashouts is 'Earned US cents that somebody wants to have paid by PayPal.';
comment on column public.cashouts.client_key is
  'The caller''s own id of the request: sent again it is the same cashout.';
comment on column public.cashouts.reason is 'Why it ended so, for the person.';
comment on column public.cashouts.transaction_id is 'PayPal''s, which both sides can look up.';

create index cashouts_state_idx on public.cashouts (state, id);

create table private.payout (
  cashout_id uuid not null,
  money text not null default 'held',
  moves integer not null default 0,
  risks text[] not null default '{}',
  message_id bigint,
  attempts integer not null default 0,
  last_error text,
  is_uncertain boolean not null default false,
  first_sent_at timestamptz,
  batch_id text,
  item_id text,
  fee_cents bigint,
  version_at timestamptz not null default '-infinity',
  constraint payout_pkey primary key (cashout_id),
  constraint payout_cashout_id_fkey
    foreign key (cashout_id) references public.cashouts (id) on delete restrict,
  constraint payout_batch_id_key unique (batch_id),
  constraint payout_item_id_key unique (item_id),
  constraint payout_money_check check (money in ('held', 'paid_out', 'returned')),
  constraint payout_risks_check check (risks <@ array['amount', 'new_account', 'flagged_referral',
    'shared_receiver']),
  constraint payout_last_error_check check (char_length(last_error) <= 2000),
  constraint payout_batch_id_check check (char_length(batch_id) between 1 and 120),
  constraint payout_item_id_check check (char_length(item_id) between 1 and 120),
  constraint payout_fee_cents_check check (fee_cents >= 0)
);
comment on table private.payout is 'What the platform knows of a cashout, and the person need not.';
comment on column private.payout.money is 'Where the money is, as the ledger has it.';
comment on column private.payout.moves is 'How often it was moved: numbers the transfers.';
comment on column private.payout.risks is 'Why an admin had to decide; empty: nobody had to.';
comment on column private.payout.is_uncertain is
  'It was asked for and no answer was kept: a refusal proves nothing any more.';

create table private.cashout_move (
  from_state text not null,
  to_state text not null,
  constraint cashout_move_pkey primary key (from_state, to_state),
  constraint cashout_move_from_state_check check (char_length(from_state) between 1 and 20),
  constraint cashout_move_to_state_check check (char_length(to_state) between 1 and 20)
);
comment on table private.cashout_move is 'Which state of a cashout may follow which.';
insert into private.cashout_move (from_state, to_state)
select 'requested', unnest(array['approved', 'refused', 'cancelled'])
union all select 'approved', unnest(array['sending', 'cancelled'])
union all select 'sending', unnest(array['sent', 'failed'])
union all select 'sent', unnest(array['unclaimed', 'paid', 'returned', 'blocked', 'failed',
  'denied', 'refunded'])
union all select 'unclaimed', unnest(array['paid', 'returned', 'blocked', 'failed', 'refunded'])
union all select 'paid', 'refunded'
union all select late, to_state
from unnest(array['returned', 'blocked', 'failed', 'denied']) as late,
  unnest(array['paid', 'returned', 'refunded']) as to_state
where late <> to_state;

grant select on public.cashouts to authenticated, service_role;

alter table public.cashouts enable row level security;
alter table private.payout enable row level security;
alter table private.cashout_move enable row level security;

create policy "People read their own cashouts and admins read all"
  on public.cashouts for select to authenticated
  using (user_id = (select auth.uid()) or (select private.is_admin()));

create function private.check_cashout_move()
returns trigger
language plpgsql
volatile
security definer -- Definer because it runs as whoever changes the state.
set search_path = ''
as $$
begin
  perform from private.cashout_move where from_state = old.state and to_state = new.state;
  if not found then
    raise sqlstate 'PT409' using
      message = 'illegal_state_move',
      detail = jsonb_build_object('state', old.state, 'to', new.state)::text,
      hint = 'That state does not follow this one.';
  end if;
  return new;
end;
$$;
comment on function private.check_cashout_move is 'Refuses a state that does not follow. PT409.';

create trigger cashouts_check_move before update of state on public.cashouts
  for each row when (old.state <> new.state) execute function private.check_cashout_move();
create trigger cashouts_refuse before delete on public.cashouts
  for each row execute function private.ledger_refuse();
create trigger cashouts_refuse_rename
  before update of id, user_id, client_key, amount_cents, receiver on public.cashouts
  for each row execute function private.ledger_refuse();

select pgmq.create('cashouts');

-- Money -------------------------------------------------------------------------------------------

create function private.lock_cashout(p_cashout_id uuid)
returns public.cashouts
language plpgsql
volatile
set search_path = ''
as $$
declare
  v_cashout public.cashouts;
begin
  perform private.lock_person(user_id) from public.cashouts where id = p_cashout_id;
  select * into v_cashout from public.cashouts where id = p_cashout_id for no key update;
  if not found then
    raise sqlstate 'PT404' using
      message = 'cashout_not_found', hint = 'There is no such cashout.';
  end if;
  return v_cashout;
end;
$$;
comment on function private.lock_cashout is 'A cashout, locked after its person''s wallet. PT404.';

create function private.cashout_account(p_owner_id uuid)
returns uuid
language plpgsql
volatile
set search_path = ''
as $$
begin
  insert into private.ledger_account (owner_id, kind, unit, balance)
  values (p_owner_id, 'cashout', 'USD', 0)
  on conflict on constraint ledger_account_owner_id_kind_unit_granted_for_key do nothing;
  return (
    select id from private.ledger_account
    where owner_id = p_owner_id and kind = 'cashout' and unit = 'USD');
end;
$$;
comment on function private.cashout_account is 'The account of what a person is cashing out.';

create function private.move_cashout_money(p_cashout public.cashouts, p_to text)
returns void
language plpgsql
volatile
set search_path = ''
as $$
declare
  v_payout private.payout;
  v_key text;
  v_amount bigint := p_cashout.amount_cents;
  v_paid_out_id uuid := private.platform_account('paid_out', 'USD');
  v_from_id uuid;
begin
  select * into strict v_payout from private.payout
  where cashout_id = p_cashout.id for no key update;
  if v_payout.money = p_to then
    return;
  end if;
  v_key := format('cashout:%s:%s', p_cashout.id, v_payout.moves + 1);
  v_from_id := case v_payout.money when 'held' then private.cashout_account(p_cashout.user_id)
    else v_paid_out_id end;
  if p_to = 'paid_out' and v_payout.money = 'returned' then
    -- It was given back and arrived all the same.
    perform private.owe_reward(p_cashout.user_id, v_amount, v_paid_out_id, v_key, 'cashout_paid');
  elsif p_to = 'paid_out' then
    perform private.transfer(v_key, 'cashout_paid', array[
      row(v_from_id, -v_amount)::private.ledger_leg,
      row(v_paid_out_id, v_amount)::private.ledger_leg]);
  else
    perform private.transfer(v_key, 'cashout_returned', array[
      row(v_from_id, -v_amount)::private.ledger_leg,
      row(private.earned_account(p_cashout.user_id), v_amount)::private.ledger_leg]);
    perform private.pay_debt(
      p_cashout.user_id, private.earned_account(p_cashout.user_id), 'USD');
  end if;
  update private.payout set money = p_to, moves = moves + 1 where cashout_id = p_cashout.id;
  update public.referrers
  set paid_cents = paid_cents
    + case when p_to = 'paid_out' then v_amount
           when v_payout.money = 'paid_out' then -v_amount else 0 end
  where user_id = p_cashout.user_id;
end;
$$;
comment on function private.move_cashout_money is
  'Moves the money of a cashout: paid_out, or returned to what is earned. Under the wallet''s '
  'lock.';

create function private.end_cashout(p_cashout public.cashouts, p_state text, p_reason text)
returns public.cashouts
language plpgsql
volatile
set search_path = ''
as $$
declare
  v_cashout public.cashouts;
begin
  update public.cashouts
  set state = p_state, closed_at = now(), reason = left(p_reason, 300)
  where id = p_cashout.id
  returning * into v_cashout;
  perform private.move_cashout_money(
    v_cashout, case p_state when 'paid' then 'paid_out' else 'returned' end);
  return v_cashout;
end;
$$;
comment on function private.end_cashout is
  'Ends a cashout, with its money where it belongs then. Its message is left to the worker. PT409.';

create function private.queue_cashout(p_cashout_id uuid)
returns void
language plpgsql
volatile
set search_path = ''
as $$
begin
  update private.payout
  set message_id = (
    select message_id from pgmq.send('cashouts', jsonb_build_object('cashout_id', p_cashout_id))
      as message_id)
  where cashout_id = p_cashout_id;
  perform private.wake_worker();
end;
$$;
comment on function private.queue_cashout is 'Gives a cashout to the worker.';
