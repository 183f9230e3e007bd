-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.release_hold (
  p_hold_id uuid
)
  RETURNS void
  LANGUAGE plpgsql
  SET search_path TO ''
  AS $function$
begin
  update private.ledger_account as account
  set held = account.held - part.amount
  from private.ledger_hold_part as part
  where part.hold_id = p_hold_id and account.id = part.account_id;
end;
$function$;

COMMENT ON FUNCTION "private"."release_hold"(uuid) IS 'Takes a hold''s parts off the accounts; for settle and void, which close the hold with it.';

REVOKE ALL ON FUNCTION "private"."release_hold"(uuid) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."release_hold"(uuid) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."release_hold"(uuid) TO "postgres";
