-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.referrer_share (
  p_referral private.referral
)
  RETURNS text
  LANGUAGE plpgsql
  STABLE
  SET search_path TO ''
  AS $function$
declare
  v_rules private.reward_rules;
begin
  select * into v_rules from private.reward_rules;
  return case
    when not exists (
      select from public.profiles where id = p_referral.referrer_id and status = 'active')
      then 'referrer_gone'
    when (select rewarded from public.referrers where user_id = p_referral.referrer_id)
      >= v_rules.in_total then 'total_cap'
    when (select count(*) from private.referral
          where referrer_id = p_referral.referrer_id and state = 'rewarded'
            and referrer_cents > 0 and rewarded_at >= date_trunc('day', now(), 'UTC'))
      >= v_rules.per_day then 'daily_cap'
  end;
end;
$function$;

COMMENT ON FUNCTION "private"."referrer_share"(private.referral) IS 'Why the referrer gets nothing for a referral; null when nothing speaks against it.';

REVOKE ALL ON FUNCTION "private"."referrer_share"(private.referral) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."referrer_share"(private.referral) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."referrer_share"(private.referral) TO "postgres";
