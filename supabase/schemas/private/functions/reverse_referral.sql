-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.reverse_referral (
  p_referral private.referral,
  p_reason   text,
  p_details  jsonb            DEFAULT '{}'::jsonb
)
  RETURNS void
  LANGUAGE plpgsql
  SET search_path TO ''
  AS $function$
declare
  v_key text := format('referral:%s:%s:reversed', p_referral.id, p_referral.grants);
begin
  update private.referral set state = 'reversed', is_flagged = false where id = p_referral.id;
  if p_referral.invited_id is not null and p_referral.invited_credits > 0 then
    perform private.owe_credits(p_referral.invited_id, p_referral.invited_credits,
      v_key || ':invited', 'referral_reversed');
  end if;
  if p_referral.referrer_id is not null and p_referral.referrer_cents > 0 then
    perform private.owe_reward(p_referral.referrer_id, p_referral.referrer_cents,
      private.platform_account('issuance', 'USD'), v_key || ':referrer', 'referral_reversed');
    perform private.cancel_uncovered_cashouts(p_referral.referrer_id);
  end if;
  update public.referrers
  set rewarded = rewarded - 1, earned_cents = earned_cents - p_referral.referrer_cents
  where user_id = p_referral.referrer_id;
  perform private.decide(p_referral, 'reversed', p_reason, p_details);
end;
$function$;

COMMENT ON FUNCTION "private"."reverse_referral"(private.referral, text, jsonb) IS 'Takes both rewards back. What waits to be cashed out is taken first; what was paid is owed. Under the locks of both people.';

REVOKE ALL ON FUNCTION "private"."reverse_referral"(private.referral, text, jsonb) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."reverse_referral"(private.referral, text, jsonb) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."reverse_referral"(private.referral, text, jsonb) TO "postgres";
