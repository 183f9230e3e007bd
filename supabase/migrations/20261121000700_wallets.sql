-- wallets: the two credit accounts of a person. Plan credits are given by the product and spent
-- first; bought credits never expire.
-- Callers: sign-up and SQL of other migrations grant; a person reads the sum as public.my_credits.

create table private.catalog (
  id boolean not null default true,
  name text not null,
  signup_credits bigint not null,
  constraint catalog_pkey primary key (id),
  constraint catalog_id_check check (id),
  constraint catalog_name_check check (char_length(name) between 1 and 40),
  constraint catalog_signup_credits_check check (signup_credits between 0 and 1000000)
);
comment on table private.catalog is 'The one product that this project runs, as data.';
insert into private.catalog (name, signup_credits) values ('miky', 100);

alter table private.catalog enable row level security;

create policy "People read their own accounts"
  on private.ledger_account for select to authenticated
  using (owner_id = (select auth.uid()));
grant select (owner_id, kind, unit, balance, held) on private.ledger_account to authenticated;

create view public.my_credits with (security_invoker = on) as
  select
    coalesce(sum(balance) filter (where kind = 'wallet_plan'), 0)::bigint as plan_credits,
    coalesce(sum(balance) filter (where kind = 'wallet_bought'), 0)::bigint as bought_credits,
    coalesce(sum(held), 0)::bigint as held_credits,
    coalesce(sum(balance - held), 0)::bigint as available_credits
  from private.ledger_account
  where owner_id = (select auth.uid()) and unit = 'credit';
comment on view public.my_credits is 'One row: what the caller has, has reserved, and can spend.';
revoke all on public.my_credits from anon, authenticated, service_role;
grant select on public.my_credits to authenticated;

create function private.grant_credits(
  p_owner_id uuid, p_kind text, p_amount bigint, p_operation_key text, p_reason text)
returns bigint
language plpgsql
volatile
set search_path = ''
as $$
declare
  v_account_id uuid;
begin
  if p_amount is null or p_amount <= 0 then
    raise sqlstate 'PT400' using
      message = 'invalid_amount',
      detail = jsonb_build_object('amount', p_amount)::text,
      hint = 'Credits are granted in whole positive numbers.';
  end if;
  select id into strict v_account_id from private.ledger_account
  where owner_id = p_owner_id and kind = p_kind and unit = 'credit';
  return private.transfer(p_operation_key, p_reason, array[
    row(v_account_id, p_amount)::private.ledger_leg,
    row(private.platform_account('issuance', 'credit'), -p_amount)::private.ledger_leg
  ]);
end;
$$;
comment on function private.grant_credits is
  'Gives credits to a wallet (wallet_plan or wallet_bought) once per operation key.';

create function private.open_wallets()
returns trigger
language plpgsql
volatile
security definer -- Definer because the profile may be made by a role without rights on the books.
set search_path = ''
as $$
declare
  v_credits bigint := (select signup_credits from private.catalog);
begin
  insert into private.ledger_account (owner_id, kind, unit, balance)
  values (new.id, 'wallet_plan', 'credit', 0), (new.id, 'wallet_bought', 'credit', 0)
  on conflict on constraint ledger_account_owner_id_kind_unit_key do nothing;
  -- Not for an account made again under its old id: the books kept its wallet and its grant.
  if found and v_credits > 0 then
    perform private.grant_credits(
      new.id, 'wallet_plan', v_credits, 'signup:' || new.id, 'signup_grant');
  end if;
  return null;
end;
$$;
comment on function private.open_wallets is
  'Opens the wallets of a new person and grants the first credits.';

create trigger profiles_open_wallets after insert on public.profiles
  for each row execute function private.open_wallets();

-- A project that had accounts before Parley: each gets its profile, and with it its wallets.
insert into public.profiles (id, username)
select id, 'user_' || left(replace(id::text, '-', ''), 24) from auth.users
on conflict on constraint profiles_pkey do nothing;
