-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.lock_referral (
  p_referral_id uuid
)
  RETURNS private.referral
  LANGUAGE plpgsql
  SET search_path TO ''
  AS $function$
declare
  v_referral private.referral;
begin
  perform private.lock_pair(referrer_id, invited_id) from private.referral
  where id = p_referral_id;
  select * into v_referral from private.referral where id = p_referral_id for no key update;
  if not found then
    raise sqlstate 'PT404' using
      message = 'referral_not_found', hint = 'There is no such referral.';
  end if;
  return v_referral;
end;
$function$;

COMMENT ON FUNCTION "private"."lock_referral"(uuid) IS 'A referral, locked after both wallets. PT404.';

REVOKE ALL ON FUNCTION "private"."lock_referral"(uuid) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."lock_referral"(uuid) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."lock_referral"(uuid) TO "postgres";
