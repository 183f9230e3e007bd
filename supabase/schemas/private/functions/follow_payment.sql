-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.follow_payment (
  p_referral private.referral
)
  RETURNS void
  LANGUAGE plpgsql
  SET search_path TO ''
  AS $function$
declare
  v_holds boolean := private.condition_holds(p_referral);
begin
  if p_referral.state = 'rewarded' and not v_holds then
    perform private.reverse_referral(p_referral, 'payment_reversed');
  elsif p_referral.state = 'reversed' and v_holds and (
    select reason from private.referral_decision
    where referral_id = p_referral.id and decision = 'reversed'
    order by id desc limit 1) = 'payment_reversed'
  then
    perform private.reward_referral(p_referral, 'payment_restored');
  end if;
end;
$function$;

COMMENT ON FUNCTION "private"."follow_payment"(private.referral) IS 'Takes rewards back with the payment that they hang on, and gives them again with it.';

REVOKE ALL ON FUNCTION "private"."follow_payment"(private.referral) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."follow_payment"(private.referral) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."follow_payment"(private.referral) TO "postgres";
