-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.pay_debt (
  p_owner_id         uuid,
  p_first_account_id uuid,
  p_unit             text DEFAULT 'credit'::text
)
  RETURNS void
  LANGUAGE plpgsql
  SET search_path TO ''
  AS $function$
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
$function$;

COMMENT ON FUNCTION "private"."pay_debt"(uuid, uuid, text) IS 'Pays what a person owes in a unit with what is free, of one account first. Under the wallet''s lock.';

REVOKE ALL ON FUNCTION "private"."pay_debt"(uuid, uuid, text) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."pay_debt"(uuid, uuid, text) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."pay_debt"(uuid, uuid, text) TO "postgres";
