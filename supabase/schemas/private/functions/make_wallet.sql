-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.make_wallet()
  RETURNS TRIGGER
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
begin
  -- An account made again under its old id has its old wallet, and credits from next month on.
  insert into private.wallet (owner_id) values (new.id)
  on conflict on constraint wallet_pkey do update
  set renews_at = least(wallet.renews_at, private.period_start(now(), 1));
  insert into private.ledger_account (owner_id, kind, unit, balance)
  values (new.id, 'wallet_bought', 'credit', 0)
  on conflict on constraint ledger_account_owner_id_kind_unit_granted_for_key do nothing;
  perform private.open_wallet(new.id);
  return null;
end;
$function$;

COMMENT ON FUNCTION "private"."make_wallet"() IS 'Makes the wallet of a new person, with the first credits of the default plan.';

REVOKE ALL ON FUNCTION "private"."make_wallet"() FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."make_wallet"() FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."make_wallet"() TO "postgres";
