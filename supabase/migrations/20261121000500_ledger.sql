-- ledger: double-entry bookkeeping for credits and money. Every movement is a transfer whose
-- entries sum to zero per unit; nothing here is ever changed or deleted.
-- Callers: SQL of other migrations, through private.transfer(). No client, no service role.
--
-- Invariants, each kept by the database and not by the caller:
--   a transfer has two or more entries and sums to zero per unit              (deferred triggers)
--   an operation key moves value once                                         (unique key)
--   a person's balance is never below what is held, a debt's never positive   (check)
--   balances change by entries only, entries and transfers never              (triggers)
--
-- Accounts of people carry their balance, so that a hold can lock and check one row. Accounts of
-- the platform carry none: it is the sum of their entries, and no turn waits for another one's
-- update of a row that all of them share.
--
-- Plan credits lie in an account for each grant, which says when they expire: so they are spent
-- soonest expiring first, a refund goes back to where it came from, and nothing rolls over unseen.
-- An account is closed when it has expired and is empty; nothing is done with it any more.

create table private.ledger_account (
  id uuid not null default gen_random_uuid(),
  -- No foreign key: the books outlive the person's account.
  owner_id uuid,
  kind text not null,
  unit text not null,
  balance bigint,
  held bigint not null default 0,
  granted_for text,
  expires_at timestamptz,
  closed_at timestamptz,
  created_at timestamptz not null default now(),
  constraint ledger_account_pkey primary key (id),
  constraint ledger_account_owner_id_kind_unit_granted_for_key
    unique nulls not distinct (owner_id, kind, unit, granted_for),
  constraint ledger_account_kind_check check (
    case when owner_id is null then kind in ('issuance', 'revenue', 'expired', 'paid_out')
         else kind in ('wallet_plan', 'wallet_bought', 'reward', 'cashout', 'debt') end),
  constraint ledger_account_granted_for_check check (
    (kind = 'wallet_plan') = (granted_for is not null)
    and char_length(granted_for) between 1 and 120),
  constraint ledger_account_expires_at_check
    check ((kind = 'wallet_plan') = (expires_at is not null)),
  constraint ledger_account_closed_at_check
    check (closed_at is null or (expires_at is not null and balance = 0)),
  constraint ledger_account_unit_check check (unit = 'credit' or unit ~ '^[A-Z]{3}$'),
  constraint ledger_account_balance_check check ((owner_id is null) = (balance is null)),
  constraint ledger_account_held_check check (
    case kind when 'debt' then held = 0 and balance <= 0
              else held between 0 and coalesce(balance, 0) end)
);
comment on table private.ledger_account is 'Who holds what: people, and the platform.';
comment on column private.ledger_account.held is 'What open holds have reserved of the balance.';
comment on column private.ledger_account.granted_for is
  'Of plan credits: the plan''s period or the gift that they are for, once per person.';

create table private.ledger_transfer (
  id bigint generated always as identity,
  operation_key text not null,
  reason text not null,
  created_at timestamptz not null default now(),
  transaction_id xid8 not null default pg_current_xact_id(),
  constraint ledger_transfer_pkey primary key (id),
  constraint ledger_transfer_operation_key_key unique (operation_key),
  constraint ledger_transfer_operation_key_check
    check (char_length(operation_key) between 1 and 200),
  constraint ledger_transfer_reason_check check (char_length(reason) between 1 and 60)
);
comment on table private.ledger_transfer is 'One movement; the operation key makes it happen once.';
comment on column private.ledger_transfer.transaction_id is
  'The transaction that made it: only there may it get entries.';

create table private.ledger_entry (
  id bigint generated always as identity,
  transfer_id bigint not null,
  account_id uuid not null,
  amount bigint not null,
  constraint ledger_entry_pkey primary key (id),
  constraint ledger_entry_transfer_id_fkey
    foreign key (transfer_id) references private.ledger_transfer (id) on delete restrict,
  constraint ledger_entry_account_id_fkey
    foreign key (account_id) references private.ledger_account (id) on delete restrict,
  constraint ledger_entry_amount_check check (amount <> 0)
);
comment on table private.ledger_entry is 'What one transfer adds to or takes from one account.';

create index ledger_account_open_idx on private.ledger_account (owner_id, expires_at)
  where unit = 'credit' and closed_at is null;
create index ledger_entry_transfer_id_idx on private.ledger_entry (transfer_id);
create index ledger_entry_account_id_id_idx on private.ledger_entry (account_id, id desc);

alter table private.ledger_account enable row level security;
alter table private.ledger_transfer enable row level security;
alter table private.ledger_entry enable row level security;

-- Balances change by entries only -----------------------------------------------------------------

create function private.ledger_entry_post()
returns trigger
language plpgsql
volatile
set search_path = ''
as $$
begin
  update private.ledger_account
  set balance = balance + new.amount
  where id = new.account_id and owner_id is not null;
  return null;
end;
$$;
comment on function private.ledger_entry_post is 'Adds a new entry to the balance of its account.';

create trigger ledger_entry_post after insert on private.ledger_entry
  for each row execute function private.ledger_entry_post();

create function private.ledger_refuse()
returns trigger
language plpgsql
volatile
set search_path = ''
as $$
begin
  raise exception 'ledger_is_append_only' using
    detail = format('%s of %I.%I', lower(tg_op), tg_table_schema, tg_table_name),
    hint = 'Correct a transfer by another transfer.';
end;
$$;
comment on function private.ledger_refuse is 'Refuses what would rewrite the books.';

create trigger ledger_transfer_refuse before update or delete on private.ledger_transfer
  for each row execute function private.ledger_refuse();
create trigger ledger_transfer_refuse_truncate before truncate on private.ledger_transfer
  for each statement execute function private.ledger_refuse();
create trigger ledger_entry_refuse before update or delete on private.ledger_entry
  for each row execute function private.ledger_refuse();
create trigger ledger_entry_refuse_truncate before truncate on private.ledger_entry
  for each statement execute function private.ledger_refuse();
create trigger ledger_account_refuse_rename
  before update of id, owner_id, kind, unit, granted_for on private.ledger_account
  for each row execute function private.ledger_refuse();
-- An entry updates the balance from inside its own trigger: depth 1 there, 0 for a bare update.
create trigger ledger_account_refuse_balance before update of balance on private.ledger_account
  for each row when (pg_trigger_depth() = 0) execute function private.ledger_refuse();
create trigger ledger_account_refuse_opening before insert on private.ledger_account
  for each row when (new.balance <> 0 or new.held <> 0) execute function private.ledger_refuse();

-- A transfer sums to zero -------------------------------------------------------------------------

create function private.ledger_transfer_has_entries()
returns trigger
language plpgsql
volatile
security definer -- Definer because it runs at commit, as whoever commits.
set search_path = ''
as $$
declare
  -- Counted, not `exists`: for that a plan made while the table was small reads all of it later.
  v_entries bigint := (select count(*) from private.ledger_entry where transfer_id = new.id);
begin
  if v_entries = 0 then
    raise exception 'ledger_transfer_unbalanced' using
      errcode = 'check_violation', detail = format('transfer %s: no entries', new.id);
  end if;
  return null;
end;
$$;
comment on function private.ledger_transfer_has_entries is
  'At commit: a transfer has entries; then they sum to zero, so there are two or more.';

create function private.ledger_entry_balances()
returns trigger
language plpgsql
volatile
security definer -- Definer because it runs at commit, as whoever commits.
set search_path = ''
as $$
declare
  v_later bigint := (
    select count(*) from private.ledger_entry
    where transfer_id = new.transfer_id and id > new.id);
  v_unbalanced text;
begin
  -- All entries of the transfer are there by now: the last one speaks for them.
  if v_later > 0 then
    return null;
  end if;
  select string_agg(unit || ' ' || total, ', ') into v_unbalanced
  from (
    select (select unit from private.ledger_account where id = entry.account_id) as unit,
      sum(amount) as total
    from private.ledger_entry as entry
    where transfer_id = new.transfer_id
    group by 1
    having sum(amount) <> 0
  ) as by_unit;
  if v_unbalanced is not null then
    raise exception 'ledger_transfer_unbalanced' using
      errcode = 'check_violation',
      detail = format('transfer %s: off by %s', new.transfer_id, v_unbalanced);
  end if;
  if (select transaction_id from private.ledger_transfer where id = new.transfer_id)
    <> pg_current_xact_id()
  then
    raise exception 'ledger_is_append_only' using
      detail = format('an entry for transfer %s, which is complete', new.transfer_id);
  end if;
  return null;
end;
$$;
comment on function private.ledger_entry_balances is
  'At commit: the entries of a transfer are of its transaction and sum to zero per unit.';

create constraint trigger ledger_transfer_has_entries after insert on private.ledger_transfer
  deferrable initially deferred
  for each row execute function private.ledger_transfer_has_entries();
create constraint trigger ledger_entry_balances after insert on private.ledger_entry
  deferrable initially deferred
  for each row execute function private.ledger_entry_balances();

-- Verbs -------------------------------------------------------------------------------------------

create type private.ledger_leg as (account_id uuid, amount bigint);
comment on type private.ledger_leg is 'One entry to be: the account, and what it gains or loses.';

create function private.transfer(p_operation_key text, p_reason text, p_legs private.ledger_leg[])
returns bigint
language plpgsql
volatile
set search_path = ''
as $$
declare
  v_id bigint;
begin
  insert into private.ledger_transfer (operation_key, reason)
  values (p_operation_key, p_reason)
  on conflict on constraint ledger_transfer_operation_key_key do nothing
  returning id into v_id;

  if v_id is null then
    return private.transfer_made(p_operation_key, p_legs);
  end if;

  -- Ascending, so that transfers that share accounts never wait for each other in a circle.
  insert into private.ledger_entry (transfer_id, account_id, amount)
  select v_id, leg.account_id, leg.amount
  from unnest(p_legs) as leg
  where leg.amount <> 0
  order by leg.account_id;
  return v_id;
end;
$$;
comment on function private.transfer is
  'Moves value once per operation key; a repeat returns the first transfer, PT409 if it differs.';

create function private.transfer_made(p_operation_key text, p_legs private.ledger_leg[])
returns bigint
language plpgsql
stable
set search_path = ''
as $$
declare
  v_id bigint;
begin
  select id into strict v_id
  from private.ledger_transfer where operation_key = p_operation_key;
  if exists (
    (select account_id, amount from unnest(p_legs) where amount <> 0
     except all
     select account_id, amount from private.ledger_entry where transfer_id = v_id)
    union all
    (select account_id, amount from private.ledger_entry where transfer_id = v_id
     except all
     select account_id, amount from unnest(p_legs) where amount <> 0)
  ) then
    raise sqlstate 'PT409' using
      message = 'idempotency_conflict',
      detail = jsonb_build_object('operation_key', p_operation_key)::text,
      hint = 'This operation was already made with other amounts.';
  end if;
  return v_id;
end;
$$;
comment on function private.transfer_made is
  'The id of the transfer already made under a key; PT409 when its entries are not these.';

create function private.platform_account(p_kind text, p_unit text)
returns uuid
language plpgsql
stable
set search_path = ''
as $$
begin
  return (
    select id from private.ledger_account
    where owner_id is null and kind = p_kind and unit = p_unit);
end;
$$;
comment on function private.platform_account is 'The platform''s account of a kind and unit.';

insert into private.ledger_account (kind, unit)
values ('issuance', 'credit'), ('revenue', 'credit'), ('expired', 'credit');
