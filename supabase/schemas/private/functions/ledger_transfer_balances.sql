-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.ledger_transfer_balances()
  RETURNS TRIGGER
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  v_transfer_id bigint := case tg_table_name
    when 'ledger_transfer' then (to_jsonb(new) ->> 'id')::bigint
    else (to_jsonb(new) ->> 'transfer_id')::bigint end;
  v_entries bigint;
  v_unbalanced text;
begin
  if exists (
    select from private.ledger_transfer
    where id = v_transfer_id and transaction_id <> pg_current_xact_id()
  ) then
    raise exception 'ledger_is_append_only' using
      detail = format('an entry for transfer %s, which is complete', v_transfer_id);
  end if;
  select sum(count), string_agg(unit || ' ' || sum, ', ') filter (where sum <> 0)
  into v_entries, v_unbalanced
  from (
    select account.unit, count(*), sum(entry.amount)
    from private.ledger_entry as entry
    join private.ledger_account as account on account.id = entry.account_id
    where entry.transfer_id = v_transfer_id
    group by account.unit
  ) as by_unit;
  if coalesce(v_entries, 0) < 2 or v_unbalanced is not null then
    raise exception 'ledger_transfer_unbalanced' using
      errcode = 'check_violation',
      detail = format('transfer %s: %s entries, off by %s', v_transfer_id, coalesce(v_entries, 0),
        coalesce(v_unbalanced, 'nothing'));
  end if;
  return null;
end;
$function$;

COMMENT ON FUNCTION "private"."ledger_transfer_balances"() IS 'At commit: a transfer has two or more entries of one transaction that sum to zero per unit.';

REVOKE ALL ON FUNCTION "private"."ledger_transfer_balances"() FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."ledger_transfer_balances"() FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."ledger_transfer_balances"() TO "postgres";
