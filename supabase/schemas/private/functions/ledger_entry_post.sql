-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.ledger_entry_post()
  RETURNS TRIGGER
  LANGUAGE plpgsql
  SET search_path TO ''
  AS $function$
begin
  update private.ledger_account
  set balance = balance + new.amount
  where id = new.account_id and owner_id is not null;
  return null;
end;
$function$;

COMMENT ON FUNCTION "private"."ledger_entry_post"() IS 'Adds a new entry to the balance of its account.';

REVOKE ALL ON FUNCTION "private"."ledger_entry_post"() FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."ledger_entry_post"() FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."ledger_entry_post"() TO "postgres";
