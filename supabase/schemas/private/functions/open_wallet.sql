-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.open_wallet (
  p_owner_id uuid
)
  RETURNS void
  LANGUAGE plpgsql
  SET search_path TO ''
  AS $function$
begin
  if (private.require_wallet(p_owner_id)).renews_at <= now() then
    perform private.renew_wallet(p_owner_id);
  end if;
end;
$function$;

COMMENT ON FUNCTION "private"."open_wallet"(uuid) IS 'Locks a person''s wallet and brings it up to date: what is due is granted. PT404.';

REVOKE ALL ON FUNCTION "private"."open_wallet"(uuid) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."open_wallet"(uuid) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."open_wallet"(uuid) TO "postgres";
