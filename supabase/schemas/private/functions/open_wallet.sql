-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.open_wallet (
  p_owner_id uuid
)
  RETURNS void
  LANGUAGE plpgsql
  SET search_path TO ''
  AS $function$
declare
  v_renews_at timestamptz;
begin
  select renews_at into v_renews_at from private.wallet
  where owner_id = p_owner_id for no key update;
  if not found then
    raise sqlstate 'PT404' using message = 'wallet_not_found';
  end if;
  if v_renews_at <= now() then
    perform private.renew_wallet(p_owner_id);
  end if;
end;
$function$;

COMMENT ON FUNCTION "private"."open_wallet"(uuid) IS 'Locks a person''s wallet and brings it up to date: plan credits that are due are granted. PT404.';

REVOKE ALL ON FUNCTION "private"."open_wallet"(uuid) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."open_wallet"(uuid) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."open_wallet"(uuid) TO "postgres";
