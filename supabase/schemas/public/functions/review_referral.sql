-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION public.review_referral (
  p_id       uuid,
  p_decision text,
  p_note     text
)
  RETURNS text
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  v_referral private.referral;
  v_details jsonb := jsonb_build_object('note', left(p_note, 500), 'admin_id', auth.uid());
begin
  perform private.audit_as_admin('review_referral', p_id::text, jsonb_build_object(
    'decision', p_decision, 'note', left(p_note, 500)));
  v_referral := private.lock_referral(p_id);
  if p_decision = 'reward' and v_referral.state in ('review', 'refused', 'reversed') then
    perform private.reward_referral(v_referral, 'admin');
  elsif p_decision = 'refuse' and v_referral.state = 'review' then
    update private.referral set state = 'refused' where id = p_id;
    perform private.decide(v_referral, 'refused', 'admin', v_details);
  elsif p_decision = 'reverse' and v_referral.state = 'rewarded' then
    perform private.reverse_referral(v_referral, 'admin', v_details);
  elsif p_decision = 'clear' and v_referral.is_flagged then
    update private.referral set is_flagged = false where id = p_id;
    perform private.decide(v_referral, 'cleared', 'admin', v_details);
  else
    raise sqlstate 'PT409' using
      message = 'illegal_state_move',
      detail = jsonb_build_object('state', v_referral.state, 'decision', p_decision)::text,
      hint = 'Only what is there can be decided: reward, refuse, reverse or clear.';
  end if;
  return (select state from private.referral where id = p_id);
end;
$function$;

GRANT EXECUTE ON FUNCTION "public"."review_referral"(uuid, text, text) TO "authenticated";

COMMENT ON FUNCTION "public"."review_referral"(uuid, text, text) IS 'An admin decides: reward, refuse, reverse (takes both rewards back), or clear (a flag was wrong); returns the state. PT403, PT404, PT409.';

REVOKE ALL ON FUNCTION "public"."review_referral"(uuid, text, text) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."review_referral"(uuid, text, text) TO "postgres";

REVOKE ALL ON FUNCTION "public"."review_referral"(uuid, text, text) FROM PUBLIC, "anon", "service_role";
