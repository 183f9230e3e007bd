-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.compare_ledger()
  RETURNS void
  LANGUAGE plpgsql
  SET search_path TO ''
  AS $function$
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
$function$;

COMMENT ON FUNCTION "private"."compare_ledger"() IS 'Raises cashouts whose money is not where the ledger has it.';

REVOKE ALL ON FUNCTION "private"."compare_ledger"() FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."compare_ledger"() FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."compare_ledger"() TO "postgres";
