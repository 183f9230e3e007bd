-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION public.read_leaderboard (
  p_limit integer DEFAULT 20
)
  RETURNS TABLE (
    rank     bigint,
    rewarded bigint,
    is_me    boolean
  )
  LANGUAGE plpgsql
  STABLE
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
begin
  return query
    select row_number() over (order by referrer.rewarded desc, user_id), referrer.rewarded,
      user_id = (select auth.uid())
    from public.referrers as referrer
    where referrer.rewarded > 0
    order by referrer.rewarded desc, user_id
    limit least(p_limit, 100);
end;
$function$;

GRANT EXECUTE ON FUNCTION "public"."read_leaderboard"(integer) TO "authenticated";

COMMENT ON FUNCTION "public"."read_leaderboard"(integer) IS 'The people with the most rewarded referrals: rank and number, nothing of a person but whether it is the caller.';

REVOKE ALL ON FUNCTION "public"."read_leaderboard"(integer) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."read_leaderboard"(integer) TO "postgres";

REVOKE ALL ON FUNCTION "public"."read_leaderboard"(integer) FROM PUBLIC, "anon", "service_role";
