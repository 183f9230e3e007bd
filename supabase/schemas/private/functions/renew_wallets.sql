-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.renew_wallets()
  RETURNS integer
  LANGUAGE plpgsql
  SET search_path TO ''
  AS $function$
declare
  v_owner_id uuid;
  v_renewed integer := 0;
begin
  for v_owner_id in
    select owner_id from private.wallet where renews_at <= now() and renews_at < 'infinity'
    order by renews_at
    limit 1000
    for no key update skip locked
  loop
    -- An account that is being deleted is left alone: its deleter may wait for this wallet.
    perform from public.profiles where id = v_owner_id for key share skip locked;
    continue when not found and exists (select from public.profiles where id = v_owner_id);
    begin
      perform private.renew_wallet(v_owner_id);
      v_renewed := v_renewed + 1;
    exception when others then
      -- One that cannot be renewed must not keep all others waiting; a later run tries again.
      raise warning 'wallet % could not be renewed: %', v_owner_id, sqlerrm;
      update private.wallet set renews_at = now() + interval '5 minutes'
      where owner_id = v_owner_id;
    end;
  end loop;
  return v_renewed;
end;
$function$;

COMMENT ON FUNCTION "private"."renew_wallets"() IS 'Renews up to a thousand wallets that are due; returns how many.';

REVOKE ALL ON FUNCTION "private"."renew_wallets"() FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."renew_wallets"() FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."renew_wallets"() TO "postgres";
