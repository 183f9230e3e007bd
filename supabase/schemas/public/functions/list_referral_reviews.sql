-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION public.list_referral_reviews (
  p_state     text    DEFAULT 'review'::text,
  p_before_id uuid    DEFAULT NULL::uuid,
  p_limit     integer DEFAULT 50
)
  RETURNS TABLE (
    id              uuid,
    referrer_id     uuid,
    invited_id      uuid,
    state           text,
    is_flagged      boolean,
    referrer_cents  bigint,
    invited_credits bigint,
    created_at      timestamp with time zone,
    decisions       jsonb
  )
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
begin
  perform private.audit_as_admin('list_referral_reviews', 'referrals', jsonb_build_object(
    'state', p_state, 'before_id', p_before_id));
  return query
    select referral.id, referral.referrer_id, referral.invited_id, referral.state,
      referral.is_flagged, referral.referrer_cents, referral.invited_credits,
      referral.created_at, (
        select jsonb_agg(jsonb_build_object('decision', decision, 'reason', reason,
          'details', details, 'at', made.created_at) order by made.id)
        from private.referral_decision as made where referral_id = referral.id)
    from private.referral
    where case p_state when 'flagged' then referral.is_flagged else referral.state = p_state end
      and (p_before_id is null or referral.id < p_before_id)
    order by referral.id desc
    limit least(p_limit, 200);
end;
$function$;

GRANT EXECUTE ON FUNCTION "public"."list_referral_reviews"(text, uuid, integer) TO "authenticated";

COMMENT ON FUNCTION "public"."list_referral_reviews"(text, uuid, integer) IS 'Referrals of a state, or those `flagged` since they were rewarded, each with all decisions; page by id. PT403.';

REVOKE ALL ON FUNCTION "public"."list_referral_reviews"(text, uuid, integer) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."list_referral_reviews"(text, uuid, integer) TO "postgres";

REVOKE ALL ON FUNCTION "public"."list_referral_reviews"(text, uuid, integer) FROM PUBLIC, "anon", "service_role";
