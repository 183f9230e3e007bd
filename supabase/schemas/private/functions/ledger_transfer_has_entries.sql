-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.ledger_transfer_has_entries()
  RETURNS TRIGGER
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
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
$function$;

COMMENT ON FUNCTION "private"."ledger_transfer_has_entries"() IS 'At commit: a transfer has entries; then they sum to zero, so there are two or more.';

REVOKE ALL ON FUNCTION "private"."ledger_transfer_has_entries"() FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."ledger_transfer_has_entries"() FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."ledger_transfer_has_entries"() TO "postgres";
