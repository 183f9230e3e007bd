-- wallets: what a person can spend: bought credits, which never expire, and plan credits, which do.
-- Callers: sign-up opens a wallet; renew_wallet and purchases grant; a person reads the sums as
-- public.my_credits and each movement as public.my_credit_history. A grant pays debts first (next
-- migration).
--
-- A wallet is one row a person. Whatever changes somebody's credits or counts their allowances
-- locks that row first; so two devices wait for each other, and nobody for anybody else.
-- Lock order among several: ascending by owner.

create table private.wallet (
  -- No foreign key: the books outlive the person's account.
  owner_id uuid not null,
  renews_at timestamptz not null default '-infinity',
  constraint wallet_pkey primary key (owner_id)
);
comment on table private.wallet is 'The lock of all that a person may spend.';
comment on column private.wallet.renews_at is
  'When plan credits are next to be granted or expired, or a plan of the person begins or ends.';

create index wallet_renews_at_idx on private.wallet (renews_at) where renews_at < 'infinity';

alter table private.wallet enable row level security;

create policy "People read their own accounts"
  on private.ledger_account for select to authenticated
  using (owner_id = (select auth.uid()));
create policy "People read the entries of their own accounts"
  on private.ledger_entry for select to authenticated
  using (account_id in (
    select id from private.ledger_account where owner_id = (select auth.uid())));
create policy "People read the transfers of their own accounts"
  on private.ledger_transfer for select to authenticated
  using (id in (
    select transfer_id from private.ledger_entry
    where account_id in (
      select id from private.ledger_account where owner_id = (select auth.uid()))));
grant select (id, owner_id, kind, unit, balance, held, expires_at, closed_at)
  on private.ledger_account to authenticated;
grant select (id, transfer_id, account_id, amount) on private.ledger_entry to authenticated;
grant select (id, reason, created_at) on private.ledger_transfer to authenticated;

create view public.my_credits with (security_invoker = on) as
  select
    coalesce(sum(balance) filter (where kind = 'wallet_plan'), 0)::bigint as plan_credits,
    coalesce(sum(balance) filter (where kind = 'wallet_bought'), 0)::bigint as bought_credits,
    coalesce(sum(held), 0)::bigint as held_credits,
    greatest(coalesce(sum(balance - held), 0), 0)::bigint as available_credits,
    coalesce(-sum(balance) filter (where kind = 'debt'), 0)::bigint as owed_credits,
    min(nullif(expires_at, 'infinity')) filter (where balance > held) as next_expiry_at
  from private.ledger_account
  where owner_id = (select auth.uid()) and unit = 'credit' and closed_at is null
    and (expires_at is null or expires_at > now());
comment on view public.my_credits is 'One row: what the caller has, has reserved, and can spend.';
revoke all on public.my_credits from anon, authenticated, service_role;
grant select on public.my_credits to authenticated;

create view public.my_credit_history with (security_invoker = on) as
  select entry.id, transfer.created_at, transfer.reason, entry.amount as credits, account.kind,
    nullif(account.expires_at, 'infinity') as expires_at
  from private.ledger_account as account
  join private.ledger_entry as entry on entry.account_id = account.id
  join private.ledger_transfer as transfer on transfer.id = entry.transfer_id
  where account.owner_id = (select auth.uid()) and account.unit = 'credit';
comment on view public.my_credit_history is
  'Each movement of the caller''s credits; page by id, newest first.';
revoke all on public.my_credit_history from anon, authenticated, service_role;
grant select on public.my_credit_history to authenticated;

create function private.require_wallet(p_owner_id uuid)
returns private.wallet
language plpgsql -- Not sql: of those, Postgres plans each statement anew at each call.
volatile
set search_path = ''
as $$
declare
  v_wallet private.wallet;
begin
  select * into v_wallet from private.wallet where owner_id = p_owner_id for no key update;
  if not found then
    raise sqlstate 'PT404' using message = 'wallet_not_found', hint = 'There is no such wallet.';
  end if;
  return v_wallet;
end;
$$;
comment on function private.require_wallet is 'Locks a person''s wallet. PT404.';

create function private.open_wallet(p_owner_id uuid)
returns void
language plpgsql
volatile
set search_path = ''
as $$
begin
  if (private.require_wallet(p_owner_id)).renews_at <= now() then
    perform private.renew_wallet(p_owner_id);
  end if;
end;
$$;
comment on function private.open_wallet is
  'Locks a person''s wallet and brings it up to date: what is due is granted. PT404.';

create function private.lock_wallets(p_owner_ids uuid[])
returns void
language plpgsql
volatile
set search_path = ''
as $$
begin
  perform from private.wallet where owner_id = any (p_owner_ids)
  order by owner_id
  for no key update;
end;
$$;
comment on function private.lock_wallets is 'Locks the wallets of some owners in the one order.';

create function private.lock_person(p_user_id uuid)
returns void
language plpgsql
volatile
set search_path = ''
as $$
begin
  -- The profile first, as deleting an account does: so the one waits for the other at once.
  perform from public.profiles where id = p_user_id for key share;
  perform from private.wallet where owner_id = p_user_id for no key update;
end;
$$;
comment on function private.lock_person is
  'Locks somebody''s wallet, and keeps the account from being deleted meanwhile.';

create function private.available_credits(p_owner_id uuid)
returns bigint
language plpgsql
stable
set search_path = ''
as $$
begin
  return (
    select greatest(coalesce(sum(balance - held), 0), 0) from private.ledger_account
    where owner_id = p_owner_id and unit = 'credit' and closed_at is null
      and (expires_at is null or expires_at > now()));
end;
$$;
comment on function private.available_credits is
  'What an owner can spend now: what is free, less what is owed.';

create function private.require_credit_amount(p_amount bigint)
returns void
language plpgsql
immutable
set search_path = ''
as $$
begin
  -- A thousand times what a plan or a pack may give: beyond it somebody made a mistake.
  if p_amount is null or p_amount not between 1 and 1000000000000 then
    raise sqlstate 'PT400' using
      message = 'invalid_amount',
      detail = jsonb_build_object('amount', p_amount)::text,
      hint = 'Credits are granted in whole positive numbers.';
  end if;
end;
$$;
comment on function private.require_credit_amount is 'Refuses an amount that nobody means; PT400.';

create function private.grant_credits(
  p_owner_id uuid, p_amount bigint, p_operation_key text, p_reason text)
returns bigint
language plpgsql
volatile
set search_path = ''
as $$
declare
  v_account_id uuid;
  v_transfer_id bigint;
begin
  perform private.require_credit_amount(p_amount);
  perform private.require_wallet(p_owner_id);
  select id into strict v_account_id from private.ledger_account
  where owner_id = p_owner_id and kind = 'wallet_bought' and unit = 'credit';
  v_transfer_id := private.transfer(p_operation_key, p_reason, array[
    row(v_account_id, p_amount)::private.ledger_leg,
    row(private.platform_account('issuance', 'credit'), -p_amount)::private.ledger_leg
  ]);
  perform private.pay_debt(p_owner_id, v_account_id);
  perform private.notify(p_owner_id, 'credits_granted', 'credits:' || p_operation_key,
    jsonb_build_object('credits', p_amount, 'reason', p_reason));
  return v_transfer_id;
end;
$$;
comment on function private.grant_credits is
  'Gives credits that never expire, once per operation key. PT400, PT404, PT409.';

create function private.grant_plan_credits(
  p_owner_id uuid, p_amount bigint, p_granted_for text, p_expires_at timestamptz, p_reason text,
  p_beyond bigint default 0)
returns bigint
language plpgsql
volatile
set search_path = ''
as $$
declare
  v_account_id uuid;
  v_expires_at timestamptz;
  v_transfer_id bigint;
begin
  perform private.require_credit_amount(p_amount);
  perform private.require_wallet(p_owner_id);
  insert into private.ledger_account (owner_id, kind, unit, balance, granted_for, expires_at)
  values (p_owner_id, 'wallet_plan', 'credit', 0, p_granted_for, p_expires_at)
  on conflict on constraint ledger_account_owner_id_kind_unit_granted_for_key do nothing;
  select id, expires_at into v_account_id, v_expires_at from private.ledger_account
  where owner_id = p_owner_id and kind = 'wallet_plan' and unit = 'credit'
    and granted_for = p_granted_for;
  update private.wallet set renews_at = v_expires_at
  where owner_id = p_owner_id and renews_at > v_expires_at;
  v_transfer_id := private.transfer(
    concat_ws(':', 'plan', p_owner_id, p_granted_for, nullif(p_beyond, 0)), p_reason, array[
      row(v_account_id, p_amount)::private.ledger_leg,
      row(private.platform_account('issuance', 'credit'), -p_amount)::private.ledger_leg
    ]);
  perform private.pay_debt(p_owner_id, v_account_id);
  return v_transfer_id;
end;
$$;
comment on function private.grant_plan_credits is
  'Gives credits that expire, once per person and what they are for, or once beyond so many that '
  'were given for it already. PT400, PT404, PT409.';

create function private.make_wallet()
returns trigger
language plpgsql
volatile
security definer -- Definer because the profile may be made by a role without rights on the books.
set search_path = ''
as $$
begin
  -- An account made again under its old id has its old wallet, and credits from next month on.
  insert into private.wallet (owner_id) values (new.id)
  on conflict on constraint wallet_pkey do update
  set renews_at = least(wallet.renews_at, private.period_start(now(), 1));
  insert into private.ledger_account (owner_id, kind, unit, balance)
  values (new.id, 'wallet_bought', 'credit', 0)
  on conflict on constraint ledger_account_owner_id_kind_unit_granted_for_key do nothing;
  perform private.open_wallet(new.id);
  return null;
end;
$$;
comment on function private.make_wallet is
  'Makes the wallet of a new person, with the first credits of the default plan.';

create trigger profiles_make_wallet after insert on public.profiles
  for each row execute function private.make_wallet();
