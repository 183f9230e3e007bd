-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION public.list_referrals (
  p_before_at timestamp with time zone DEFAULT NULL::timestamp WITH time zone,
  p_limit     integer                  DEFAULT 50
)
  RETURNS TABLE (
    id           uuid,
    state        text,
    reward_cents bigint,
    signed_up_at timestamp with time zone,
    verified_at  timestamp with time zone,
    rewarded_at  timestamp with time zone
  )
  LANGUAGE plpgsql
  STABLE
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
begin
  return query
    select referral.id, referral.state,
      case referral.state when 'rewarded' then referral.referrer_cents else 0 end,
      referral.created_at, referral.verified_at, referral.rewarded_at
    from private.referral
    where referrer_id = (select auth.uid())
      and (p_before_at is null or referral.created_at < p_before_at)
    order by referral.created_at desc
    limit least(p_limit, 200);
end;
$function$;

GRANT EXECUTE ON FUNCTION "public"."list_referrals"(timestamp WITH time zone, integer) TO "authenticated";

COMMENT ON FUNCTION "public"."list_referrals"(timestamp with time zone, integer) IS 'The caller''s referrals, newest first, without who was invited; page by signed_up_at.';

REVOKE ALL ON FUNCTION "public"."list_referrals"(timestamp WITH time zone, integer) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."list_referrals"(timestamp WITH time zone, integer) TO "postgres";

REVOKE ALL ON FUNCTION "public"."list_referrals"(timestamp WITH time zone, integer) FROM PUBLIC, "anon", "service_role";
