-- holds: a charge in two phases. `hold` reserves credits before the work, `settle` takes what it
-- cost, at most the hold, and `void` gives all of it back.
-- Callers: SQL of whatever is paid for (turns now), never a client. No other way to charge exists.
-- States: held -> settled | voided. Both ends are final, and reaching one again does nothing.
--
-- Invariants
--   what an account has held is the sum of the parts of its open holds
--   a hold takes what expires soonest first, bought credits last, and gives back where it took
--   an operation key holds once; with another amount or owner it is a conflict
-- Lock order: wallet, then its accounts and holds. What is paid for is locked before all of them.

create table private.ledger_hold (
  id uuid not null default gen_random_uuid(),
  owner_id uuid not null,
  operation_key text not null,
  reason text not null,
  amount bigint not null,
  settled_amount bigint,
  state text not null default 'held',
  expires_at timestamptz not null,
  created_at timestamptz not null default now(),
  closed_at timestamptz,
  constraint ledger_hold_pkey primary key (id),
  constraint ledger_hold_operation_key_key unique (operation_key),
  constraint ledger_hold_operation_key_check check (char_length(operation_key) between 1 and 180),
  constraint ledger_hold_reason_check check (char_length(reason) between 1 and 60),
  constraint ledger_hold_amount_check check (amount >= 0),
  constraint ledger_hold_state_check check (state in ('held', 'settled', 'voided')),
  constraint ledger_hold_settled_amount_check check (
    case state when 'held' then settled_amount is null
               when 'settled' then settled_amount between 0 and amount
               when 'voided' then settled_amount = 0 end),
  constraint ledger_hold_closed_at_check check ((state = 'held') = (closed_at is null))
);
comment on table private.ledger_hold is 'Credits reserved for work that is not finished yet.';

create table private.ledger_hold_part (
  hold_id uuid not null,
  account_id uuid not null,
  amount bigint not null,
  constraint ledger_hold_part_pkey primary key (hold_id, account_id),
  constraint ledger_hold_part_hold_id_fkey
    foreign key (hold_id) references private.ledger_hold (id) on delete restrict,
  constraint ledger_hold_part_account_id_fkey
    foreign key (account_id) references private.ledger_account (id) on delete restrict,
  constraint ledger_hold_part_amount_check check (amount > 0)
);
comment on table private.ledger_hold_part is 'How much of a hold lies on which account.';

create index ledger_hold_expires_at_idx on private.ledger_hold (expires_at) where state = 'held';
create index ledger_hold_owner_id_idx on private.ledger_hold (owner_id, created_at desc);
create index ledger_hold_part_account_id_idx on private.ledger_hold_part (account_id);

alter table private.ledger_hold enable row level security;
alter table private.ledger_hold_part enable row level security;

create trigger ledger_hold_refuse before delete on private.ledger_hold
  for each row execute function private.ledger_refuse();
create trigger ledger_hold_refuse_change before update on private.ledger_hold
  for each row when (
    old.state <> 'held'
    or (old.id, old.owner_id, old.operation_key, old.reason, old.amount, old.created_at)
      is distinct from (new.id, new.owner_id, new.operation_key, new.reason, new.amount,
        new.created_at)
  ) execute function private.ledger_refuse();
create trigger ledger_hold_refuse_truncate before truncate on private.ledger_hold
  for each statement execute function private.ledger_refuse();
create trigger ledger_hold_part_refuse before update or delete on private.ledger_hold_part
  for each row execute function private.ledger_refuse();
create trigger ledger_hold_part_refuse_truncate before truncate on private.ledger_hold_part
  for each statement execute function private.ledger_refuse();

create function private.refuse_hold_conflict(p_operation_key text)
returns void
language plpgsql
volatile
set search_path = ''
as $$
begin
  raise sqlstate 'PT409' using
    message = 'idempotency_conflict',
    detail = jsonb_build_object('operation_key', p_operation_key)::text,
    hint = 'This operation already holds something else.';
end;
$$;
comment on function private.refuse_hold_conflict is 'Raises PT409 for a key in other use.';

create function private.hold(
  p_owner_id uuid, p_amount bigint, p_operation_key text, p_reason text, p_lasts interval,
  p_hold_id uuid default gen_random_uuid())
returns private.ledger_hold
language plpgsql
volatile
set search_path = ''
as $$
declare
  v_hold private.ledger_hold;
  v_available bigint;
  v_wallet record;
  v_left bigint := p_amount;
  v_part bigint;
begin
  perform private.open_wallet(p_owner_id);

  select * into v_hold from private.ledger_hold where operation_key = p_operation_key;
  if found then
    if v_hold.owner_id <> p_owner_id or v_hold.amount <> p_amount then
      perform private.refuse_hold_conflict(p_operation_key);
    end if;
    return v_hold;
  end if;

  v_available := private.available_credits(p_owner_id);
  if v_available < p_amount then
    raise sqlstate 'PT402' using
      message = 'insufficient_credits',
      detail = jsonb_build_object('available', v_available, 'needed', p_amount)::text,
      hint = format('Credits needed: %s; available: %s.', p_amount, v_available);
  end if;

  insert into private.ledger_hold (id, owner_id, operation_key, reason, amount, expires_at)
  values (p_hold_id, p_owner_id, p_operation_key, p_reason, p_amount, now() + p_lasts)
  on conflict on constraint ledger_hold_operation_key_key do nothing
  returning * into v_hold;
  if not found then
    -- Another owner took the key meanwhile; a twin of the same owner waited at the wallets above.
    perform private.refuse_hold_conflict(p_operation_key);
  end if;

  -- Row by row, so that every plan is one index lookup, also one made while the tables were small.
  for v_wallet in
    select id, balance - held as free from private.ledger_account
    where owner_id = p_owner_id and unit = 'credit' and closed_at is null and balance > held
      and (expires_at is null or expires_at > now())
    order by expires_at nulls last, id
  loop
    v_part := least(v_wallet.free, v_left);
    exit when v_part = 0;
    insert into private.ledger_hold_part (hold_id, account_id, amount)
    values (v_hold.id, v_wallet.id, v_part);
    update private.ledger_account set held = held + v_part where id = v_wallet.id;
    v_left := v_left - v_part;
  end loop;
  return v_hold;
end;
$$;
comment on function private.hold is
  'Reserves credits once per operation key, soonest expiring first. PT402 with available, needed.';

create function private.settle(p_hold_id uuid, p_amount bigint)
returns private.ledger_hold
language plpgsql
volatile
set search_path = ''
as $$
declare
  v_hold private.ledger_hold;
  v_legs private.ledger_leg[];
begin
  v_hold := private.lock_hold(p_hold_id);
  if v_hold.state <> 'held' then
    return v_hold;
  end if;
  if p_amount is null or p_amount < 0 or p_amount > v_hold.amount then
    raise exception 'settlement_out_of_range' using
      errcode = 'check_violation',
      detail = format('%s of a hold of %s', p_amount, v_hold.amount);
  end if;

  v_legs := private.release_hold(p_hold_id, p_amount);
  if p_amount > 0 then
    perform private.transfer('settle:' || v_hold.operation_key, v_hold.reason,
      v_legs || row(private.platform_account('revenue', 'credit'), p_amount)::private.ledger_leg);
  end if;

  update private.ledger_hold
  set state = 'settled', settled_amount = p_amount, closed_at = now()
  where id = p_hold_id
  returning * into v_hold;
  return v_hold;
end;
$$;
comment on function private.settle is
  'Takes what the work cost, 0 to the held amount, and frees the rest. A closed hold stays.';

create function private.void(p_hold_id uuid)
returns private.ledger_hold
language plpgsql
volatile
set search_path = ''
as $$
declare
  v_hold private.ledger_hold := private.lock_hold(p_hold_id);
begin
  if v_hold.state <> 'held' then
    return v_hold;
  end if;
  perform private.release_hold(p_hold_id, 0);
  update private.ledger_hold
  set state = 'voided', settled_amount = 0, closed_at = now()
  where id = p_hold_id
  returning * into v_hold;
  return v_hold;
end;
$$;
comment on function private.void is 'Gives back all that was held. A closed hold stays as it is.';

create function private.lock_hold(p_hold_id uuid)
returns private.ledger_hold
language plpgsql
volatile
set search_path = ''
as $$
declare
  v_hold private.ledger_hold;
begin
  perform from private.wallet
  where owner_id = (select owner_id from private.ledger_hold where id = p_hold_id)
  for no key update;
  select * into v_hold from private.ledger_hold where id = p_hold_id for no key update;
  if not found then
    raise sqlstate 'PT404' using message = 'hold_not_found';
  end if;
  return v_hold;
end;
$$;
comment on function private.lock_hold is
  'Locks the owner''s wallet, then the hold, and returns it. PT404.';

create function private.release_hold(p_hold_id uuid, p_taken bigint)
returns private.ledger_leg[]
language plpgsql
volatile
set search_path = ''
as $$
declare
  v_part record;
  v_left bigint := p_taken;
  v_share bigint;
  v_legs private.ledger_leg[] := '{}';
begin
  for v_part in
    select account_id, amount from private.ledger_hold_part as part
    where hold_id = p_hold_id
    order by (select expires_at from private.ledger_account where id = part.account_id) nulls last,
      account_id
  loop
    update private.ledger_account set held = held - v_part.amount where id = v_part.account_id;
    v_share := least(v_part.amount, v_left);
    v_legs := v_legs || row(v_part.account_id, -v_share)::private.ledger_leg;
    v_left := v_left - v_share;
  end loop;
  return v_legs;
end;
$$;
comment on function private.release_hold is
  'Takes a hold''s parts off the accounts, for settle and void, which close the hold with it; '
  'returns what each account pays of what is taken, soonest expiring first.';
