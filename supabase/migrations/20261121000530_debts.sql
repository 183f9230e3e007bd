-- debts: what a person owes, because what was granted was taken back after it was spent.
-- Callers: payments that are refunded or disputed (owe_credits), rewards that are taken back; every
-- grant, every reward and every refund of a charge pays a debt first.
--
-- A debt is an account of the person whose balance is never positive (ledger_account_held_check).
-- Taking back is two steps, so that it comes out the same in whatever order things are heard of:
-- all of it is owed, then whatever is free pays it. What is left can be spent only beyond the debt.

create function private.owe_credits(
  p_owner_id uuid, p_amount bigint, p_operation_key text, p_reason text,
  p_first_account_id uuid default null)
returns void
language plpgsql
volatile
set search_path = ''
as $$
declare
  v_account_id uuid;
begin
  perform private.require_credit_amount(p_amount);
  perform private.require_wallet(p_owner_id);
  insert into private.ledger_account (owner_id, kind, unit, balance)
  values (p_owner_id, 'debt', 'credit', 0)
  on conflict on constraint ledger_account_owner_id_kind_unit_granted_for_key do nothing;
  select id into strict v_account_id from private.ledger_account
  where owner_id = p_owner_id and kind = 'debt' and unit = 'credit';
  perform private.transfer(p_operation_key, p_reason, array[
    row(v_account_id, -p_amount)::private.ledger_leg,
    row(private.platform_account('issuance', 'credit'), p_amount)::private.ledger_leg
  ]);
  perform private.pay_debt(p_owner_id, p_first_account_id);
end;
$$;
comment on function private.owe_credits is
  'Takes granted credits back, once per operation key: first from an account, then from whatever '
  'is free; the rest is a debt that the next grants pay. PT400, PT404, PT409.';

create function private.pay_debt(
  p_owner_id uuid, p_first_account_id uuid, p_unit text default 'credit')
returns void
language plpgsql
volatile
set search_path = ''
as $$
declare
  v_debt private.ledger_account;
  v_wallet record;
  v_left bigint;
  v_share bigint;
  v_legs private.ledger_leg[] := '{}';
begin
  select * into v_debt from private.ledger_account
  where owner_id = p_owner_id and kind = 'debt' and unit = p_unit and balance < 0;
  if not found then
    return;
  end if;
  v_left := -v_debt.balance;
  for v_wallet in
    select id, balance - held as free from private.ledger_account
    where owner_id = p_owner_id and unit = p_unit and kind not in ('debt', 'cashout')
      and closed_at is null and balance > held
      and (expires_at is null or expires_at > now() or id = p_first_account_id)
    order by id is distinct from p_first_account_id, expires_at desc nulls first, id
  loop
    v_share := least(v_wallet.free, v_left);
    exit when v_share = 0;
    v_legs := v_legs || row(v_wallet.id, -v_share)::private.ledger_leg;
    v_left := v_left - v_share;
  end loop;
  if cardinality(v_legs) > 0 then
    perform private.transfer(
      -- Numbered by the entries that the debt has: each payment of it is one more.
      format('debt:%s:%s', v_debt.id, (
        select count(*) from private.ledger_entry where account_id = v_debt.id)),
      'debt_paid',
      v_legs || row(v_debt.id, -v_debt.balance - v_left)::private.ledger_leg);
  end if;
end;
$$;
comment on function private.pay_debt is
  'Pays what a person owes in a unit with what is free, of one account first. Under the wallet''s '
  'lock.';
