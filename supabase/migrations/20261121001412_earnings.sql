-- earnings: what a person has earned in US cents, on the ledger.
-- Callers: referrals and cashouts, under the wallet's lock.
--
-- It lies on the account `reward` of the person until it is cashed out. What is taken back and is
-- not there any more is owed, and the next rewards pay it. What is being cashed out lies on
-- `cashout`, and what PayPal paid on the platform's `paid_out`.

insert into private.ledger_account (kind, unit)
values ('issuance', 'USD'), ('paid_out', 'USD');

create function private.earned_account(p_owner_id uuid)
returns uuid
language plpgsql
volatile
set search_path = ''
as $$
begin
  insert into private.ledger_account (owner_id, kind, unit, balance)
  values (p_owner_id, 'reward', 'USD', 0)
  on conflict on constraint ledger_account_owner_id_kind_unit_granted_for_key do nothing;
  return (
    select id from private.ledger_account
    where owner_id = p_owner_id and kind = 'reward' and unit = 'USD');
end;
$$;
comment on function private.earned_account is 'The account of what a person has earned.';

create function private.give_reward(p_owner_id uuid, p_cents bigint, p_operation_key text)
returns void
language plpgsql
volatile
set search_path = ''
as $$
declare
  v_account_id uuid := private.earned_account(p_owner_id);
begin
  perform private.transfer(p_operation_key, 'referral_reward', array[
    row(v_account_id, p_cents)::private.ledger_leg,
    row(private.platform_account('issuance', 'USD'), -p_cents)::private.ledger_leg
  ]);
  perform private.pay_debt(p_owner_id, v_account_id, 'USD');
end;
$$;
comment on function private.give_reward is
  'Gives US cents, once per operation key; a debt is paid first. Under the wallet''s lock.';

create function private.owe_reward(
  p_owner_id uuid, p_cents bigint, p_to_account_id uuid, p_operation_key text, p_reason text)
returns void
language plpgsql
volatile
set search_path = ''
as $$
declare
  v_account_id uuid;
begin
  insert into private.ledger_account (owner_id, kind, unit, balance)
  values (p_owner_id, 'debt', 'USD', 0)
  on conflict on constraint ledger_account_owner_id_kind_unit_granted_for_key do nothing;
  select id into strict v_account_id from private.ledger_account
  where owner_id = p_owner_id and kind = 'debt' and unit = 'USD';
  perform private.transfer(p_operation_key, p_reason, array[
    row(v_account_id, -p_cents)::private.ledger_leg,
    row(p_to_account_id, p_cents)::private.ledger_leg
  ]);
  perform private.pay_debt(p_owner_id, private.earned_account(p_owner_id), 'USD');
end;
$$;
comment on function private.owe_reward is
  'Takes US cents, once per operation key, from what is earned; what is not there is owed. Under '
  'the wallet''s lock.';
