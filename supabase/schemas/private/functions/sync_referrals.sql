-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.sync_referrals()
  RETURNS integer
  LANGUAGE plpgsql
  SET search_path TO ''
  AS $function$
declare
  v_due private.referral[] := array(
    select referral from private.referral where is_due order by id limit 200);
begin
  -- One run at a time, and all its locks in the one order.
  if not pg_try_advisory_xact_lock(hashtext('private.sync_referrals')) then
    return 0;
  end if;
  perform from public.profiles
  where id in (
    select unnest(array[referrer_id, invited_id]) from unnest(v_due))
  order by id for key share;
  perform private.lock_wallets(array(
    select unnest(array[referrer_id, invited_id]) from unnest(v_due)));
  perform private.sync_referral(invited_id) from unnest(v_due) where invited_id is not null;
  return cardinality(v_due);
end;
$function$;

COMMENT ON FUNCTION "private"."sync_referrals"() IS 'Decides about referrals whose payment has changed; returns how many it looked at.';

REVOKE ALL ON FUNCTION "private"."sync_referrals"() FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."sync_referrals"() FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."sync_referrals"() TO "postgres";
