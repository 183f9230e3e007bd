-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.period_credits (
  p_membership public.memberships,
  p_credits    bigint,
  p_starts_at  timestamp with time zone,
  p_ends_at    timestamp with time zone
)
  RETURNS bigint
  LANGUAGE plpgsql
  IMMUTABLE
  SET search_path TO ''
  AS $function$
begin
  if p_membership.source <> 'subscription' or p_membership.starts_at <= p_starts_at then
    return p_credits;
  end if;
  return ceil(p_credits * extract(epoch from p_ends_at - p_membership.starts_at)
    / extract(epoch from p_ends_at - p_starts_at));
end;
$function$;

COMMENT ON FUNCTION "private"."period_credits"(public.memberships, bigint, timestamp with time zone, timestamp with time zone) IS 'What a period grants: all, or the share that is left when a subscription''s plan begins in it.';

REVOKE ALL ON FUNCTION "private"."period_credits"(public.memberships, bigint, timestamp WITH time zone, timestamp WITH time zone) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."period_credits"(public.memberships, bigint, timestamp WITH time zone, timestamp WITH time zone) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."period_credits"(public.memberships, bigint, timestamp WITH time zone, timestamp WITH time zone) TO "postgres";
