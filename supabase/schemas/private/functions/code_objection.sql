-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.code_objection (
  p_invited public.profiles,
  p_code    text
)
  RETURNS text
  LANGUAGE plpgsql
  STABLE
  SET search_path TO ''
  AS $function$
declare
  v_rules private.reward_rules;
  v_referrer public.profiles;
begin
  select * into v_rules from private.reward_rules;
  if not found then
    return 'no_rewards';
  end if;
  select profile.* into v_referrer from public.referrers as referrer
  join public.profiles as profile on profile.id = referrer.user_id
  where code = private.as_referral_code(p_code);
  return case
    when v_referrer.id is null then 'unknown_code'
    when v_referrer.id = p_invited.id then 'self'
    when exists (select from private.referral where invited_id = p_invited.id)
      then 'already_invited'
    -- Whoever is invited came later than who invites, so no chain of invitations ends where it
    -- began.
    when (v_referrer.created_at, v_referrer.id) >= (p_invited.created_at, p_invited.id)
      then 'circle'
    when p_invited.created_at < now() - make_interval(days => v_rules.entry_days)
      and p_invited.created_at <> now() then 'window_over'
  end;
end;
$function$;

COMMENT ON FUNCTION "private"."code_objection"(public.profiles, text) IS 'Why somebody cannot be invited by a code; null when they can.';

REVOKE ALL ON FUNCTION "private"."code_objection"(public.profiles, text) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."code_objection"(public.profiles, text) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."code_objection"(public.profiles, text) TO "postgres";
