-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.refund_legs (
  p_hold   private.ledger_hold,
  p_amount bigint
)
  RETURNS private.ledger_leg[]
  LANGUAGE plpgsql
  STABLE
  SET search_path TO ''
  AS $function$
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
$function$;

COMMENT ON FUNCTION "private"."refund_legs"(private.ledger_hold, bigint) IS 'Which account gets how much of a refund.';

REVOKE ALL ON FUNCTION "private"."refund_legs"(private.ledger_hold, bigint) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."refund_legs"(private.ledger_hold, bigint) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."refund_legs"(private.ledger_hold, bigint) TO "postgres";
