-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.grant_periods (
  p_membership public.memberships,
  p_at         timestamp with time zone,
  p_until      timestamp with time zone DEFAULT 'infinity'::timestamp WITH time zone
)
  RETURNS timestamp WITH time zone
  LANGUAGE plpgsql
  SET search_path TO ''
  AS $function$
declare
  v_plan public.plans;
  v_nr integer;
  v_starts_at timestamptz := p_membership.starts_at;
  v_expires_at timestamptz := p_membership.ends_at;
  v_is_whole boolean;
begin
  if p_membership.source = 'grace' then
    return p_membership.ends_at;
  end if;
  select * into strict v_plan from public.plans where slug = p_membership.plan;
  v_is_whole := p_membership.source in ('pass', 'trial');
  if v_is_whole then
    perform private.grant_period(p_membership, v_plan.credits, v_starts_at, v_expires_at, p_at);
    return p_membership.ends_at;
  end if;
  for v_nr in
    select generate_series(
      private.period_nr(p_membership.anchor_at, greatest(p_membership.starts_at,
        p_at - (v_plan.rollover_periods + 1) * interval '31 days')),
      private.period_nr(p_membership.anchor_at, least(
        p_at, greatest(p_membership.starts_at, p_until - interval '1 microsecond'))))
  loop
    v_starts_at := private.period_start(p_membership.anchor_at, v_nr);
    v_expires_at := private.period_start(
      p_membership.anchor_at, v_nr + 1 + v_plan.rollover_periods);
    perform private.grant_period(p_membership,
      private.period_credits(p_membership, v_plan.credits, v_starts_at,
        private.period_start(p_membership.anchor_at, v_nr + 1)),
      v_starts_at, least(v_expires_at, p_membership.ends_at), p_at);
  end loop;
  -- None has begun where the clock was put back: then the first is due when it begins.
  return coalesce(private.period_start(p_membership.anchor_at, v_nr + 1), p_membership.starts_at);
end;
$function$;

COMMENT ON FUNCTION "private"."grant_periods"(public.memberships, timestamp with time zone, timestamp with time zone) IS 'Grants the credits of a membership that would not have expired, for the period in which it begins and those that begin before a moment; returns when more are due.';

REVOKE ALL ON FUNCTION "private"."grant_periods"(public.memberships, timestamp WITH time zone, timestamp WITH time zone) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."grant_periods"(public.memberships, timestamp WITH time zone, timestamp WITH time zone) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."grant_periods"(public.memberships, timestamp WITH time zone, timestamp WITH time zone) TO "postgres";
