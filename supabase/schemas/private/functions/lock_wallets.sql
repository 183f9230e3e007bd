-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.lock_wallets (
  p_owner_ids uuid[]
)
  RETURNS void
  LANGUAGE plpgsql
  SET search_path TO ''
  AS $function$
begin
  perform from private.wallet where owner_id = any (p_owner_ids)
  order by owner_id
  for no key update;
end;
$function$;

COMMENT ON FUNCTION "private"."lock_wallets"(uuid[]) IS 'Locks the wallets of some owners in the one order.';

REVOKE ALL ON FUNCTION "private"."lock_wallets"(uuid[]) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."lock_wallets"(uuid[]) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."lock_wallets"(uuid[]) TO "postgres";
