-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.ledger_entry_balances()
  RETURNS TRIGGER
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
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
$function$;

COMMENT ON FUNCTION "private"."ledger_entry_balances"() IS 'At commit: the entries of a transfer are of its transaction and sum to zero per unit.';

REVOKE ALL ON FUNCTION "private"."ledger_entry_balances"() FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."ledger_entry_balances"() FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."ledger_entry_balances"() TO "postgres";
