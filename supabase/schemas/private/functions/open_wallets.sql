-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.open_wallets()
  RETURNS TRIGGER
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  v_credits bigint := (select signup_credits from private.catalog);
begin
  insert into private.ledger_account (owner_id, kind, unit, balance)
  values (new.id, 'wallet_plan', 'credit', 0), (new.id, 'wallet_bought', 'credit', 0)
  on conflict on constraint ledger_account_owner_id_kind_unit_key do nothing;
  -- Not for an account made again under its old id: the books kept its wallet and its grant.
  if found and v_credits > 0 then
    perform private.grant_credits(
      new.id, 'wallet_plan', v_credits, 'signup:' || new.id, 'signup_grant');
  end if;
  return null;
end;
$function$;

COMMENT ON FUNCTION "private"."open_wallets"() IS 'Opens the wallets of a new person and grants the first credits.';

REVOKE ALL ON FUNCTION "private"."open_wallets"() FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."open_wallets"() FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."open_wallets"() TO "postgres";
