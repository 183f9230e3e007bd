-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.require_wallet (
  p_owner_id uuid
)
  RETURNS private.wallet
  LANGUAGE plpgsql
  SET search_path TO ''
  AS $function$
declare
  v_wallet private.wallet;
begin
  select * into v_wallet from private.wallet where owner_id = p_owner_id for no key update;
  if not found then
    raise sqlstate 'PT404' using message = 'wallet_not_found', hint = 'There is no such wallet.';
  end if;
  return v_wallet;
end;
$function$;

COMMENT ON FUNCTION "private"."require_wallet"(uuid) IS 'Locks a person''s wallet. PT404.';

REVOKE ALL ON FUNCTION "private"."require_wallet"(uuid) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."require_wallet"(uuid) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."require_wallet"(uuid) TO "postgres";
