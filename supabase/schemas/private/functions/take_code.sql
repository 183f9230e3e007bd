-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.take_code (
  p_invited public.profiles,
  p_code    text
)
  RETURNS private.referral
  LANGUAGE plpgsql
  SET search_path TO ''
  AS $function$
declare
  v_objection text := private.code_objection(p_invited, p_code);
  v_referral private.referral;
begin
  if v_objection is null then
    insert into private.referral
      (referrer_id, invited_id, invited_credits, referrer_cents, condition)
    select referrer.user_id, p_invited.id, rules.invited_credits, rules.referrer_cents,
      rules.condition
    from private.reward_rules as rules
    join public.referrers as referrer on code = private.as_referral_code(p_code)
    on conflict on constraint referral_invited_id_key do nothing
    returning * into v_referral;
    if not found then
      v_objection := 'already_invited';
    end if;
  end if;
  insert into private.referral_decision (referral_id, user_id, code, decision, reason)
  values (v_referral.id, p_invited.id, left(p_code, 40),
    case when v_objection is null then 'taken' else 'not_taken' end,
    coalesce(v_objection, 'code_taken'));
  if v_objection is null then
    update public.referrers set sign_ups = sign_ups + 1 where user_id = v_referral.referrer_id;
  end if;
  return v_referral;
end;
$function$;

COMMENT ON FUNCTION "private"."take_code"(public.profiles, text) IS 'Lets somebody be invited by a code, if nothing speaks against it; the reason is written down either way. Null when it was not taken. Under the locks of both people.';

REVOKE ALL ON FUNCTION "private"."take_code"(public.profiles, text) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."take_code"(public.profiles, text) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."take_code"(public.profiles, text) TO "postgres";
