-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION public.enter_referral_code (
  p_code text
)
  RETURNS jsonb
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  c_tries_per_hour constant integer := 10;
  v_invited public.profiles := private.require_active_profile((select auth.uid()));
  v_referral private.referral;
begin
  perform private.lock_pair(v_invited.id, (
    select user_id from public.referrers where code = private.as_referral_code(p_code)));
  if (select count(*) from private.referral_decision
      where user_id = v_invited.id and decision = 'not_taken'
        and created_at > now() - interval '1 hour') >= c_tries_per_hour
  then
    raise sqlstate 'PT429' using
      message = 'rate_limited',
      detail = jsonb_build_object('retry_after', 3600)::text,
      hint = 'Too many codes that were not taken: try again in an hour.';
  end if;
  v_referral := private.take_code(v_invited, p_code);
  if v_referral.id is not null then
    perform private.sync_referral(v_invited.id);
  end if;
  return (
    select jsonb_build_object('is_taken', decision = 'taken', 'reason', reason)
    from private.referral_decision
    where user_id = v_invited.id and decision in ('taken', 'not_taken')
    order by id desc limit 1);
end;
$function$;

GRANT EXECUTE ON FUNCTION "public"."enter_referral_code"(text) TO "authenticated";

COMMENT ON FUNCTION "public"."enter_referral_code"(text) IS 'Enters the code of who invited the caller: { is_taken, reason }. What is not taken is an answer and no error, so that it stays written down. PT401, PT403, PT429.';

REVOKE ALL ON FUNCTION "public"."enter_referral_code"(text) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."enter_referral_code"(text) TO "postgres";

REVOKE ALL ON FUNCTION "public"."enter_referral_code"(text) FROM PUBLIC, "anon", "service_role";
