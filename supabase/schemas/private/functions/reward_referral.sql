-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.reward_referral (
  p_referral private.referral,
  p_reason   text
)
  RETURNS void
  LANGUAGE plpgsql
  SET search_path TO ''
  AS $function$
declare
  v_objection text := private.referrer_share(p_referral);
  v_key text := format('referral:%s:%s', p_referral.id, p_referral.grants + 1);
  v_cents bigint := case when v_objection is null then p_referral.referrer_cents else 0 end;
begin
  update private.referral
  set state = 'rewarded', grants = grants + 1, referrer_cents = v_cents, rewarded_at = now()
  where id = p_referral.id;
  if p_referral.invited_id is not null and p_referral.invited_credits > 0 then
    perform private.grant_credits(p_referral.invited_id, p_referral.invited_credits,
      v_key || ':invited', 'referral_welcome');
  end if;
  if v_cents > 0 then
    perform private.give_reward(p_referral.referrer_id, v_cents, v_key || ':referrer');
  end if;
  update public.referrers
  set rewarded = rewarded + 1, earned_cents = earned_cents + v_cents
  where user_id = p_referral.referrer_id;
  perform private.decide(p_referral, 'rewarded', coalesce(v_objection, p_reason),
    jsonb_build_object('invited_credits', p_referral.invited_credits, 'referrer_cents', v_cents));
end;
$function$;

COMMENT ON FUNCTION "private"."reward_referral"(private.referral, text) IS 'Gives both rewards; beyond a cap the invited person''s only. Under the locks of both people.';

REVOKE ALL ON FUNCTION "private"."reward_referral"(private.referral, text) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."reward_referral"(private.referral, text) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."reward_referral"(private.referral, text) TO "postgres";
