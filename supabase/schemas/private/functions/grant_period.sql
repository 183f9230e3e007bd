-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.grant_period (
  p_membership public.memberships,
  p_credits    bigint,
  p_starts_at  timestamp with time zone,
  p_expires_at timestamp with time zone,
  p_at         timestamp with time zone
)
  RETURNS void
  LANGUAGE plpgsql
  SET search_path TO ''
  AS $function$
declare
  -- Whatever the default plan is called: another catalog does not grant the month again.
  v_granted_for text := case p_membership.source
    when 'default' then replace(private.granted_for(p_membership, p_starts_at),
      ':' || p_membership.plan || ':', ':')
    else private.granted_for(p_membership, p_starts_at) end;
begin
  if p_credits = 0 or p_expires_at <= p_at
    or exists (
      select from private.ledger_account
      where owner_id = p_membership.user_id and kind = 'wallet_plan' and unit = 'credit'
        and granted_for = v_granted_for)
  then
    return;
  end if;
  perform private.grant_plan_credits(
    p_membership.user_id, p_credits, v_granted_for, p_expires_at, 'plan_period');
end;
$function$;

COMMENT ON FUNCTION "private"."grant_period"(public.memberships, bigint, timestamp with time zone, timestamp with time zone, timestamp with time zone) IS 'Grants the credits of one period, if they were not and have not expired.';

REVOKE ALL ON FUNCTION "private"."grant_period"(public.memberships, bigint, timestamp WITH time zone, timestamp WITH time zone, timestamp WITH time zone) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."grant_period"(public.memberships, bigint, timestamp WITH time zone, timestamp WITH time zone, timestamp WITH time zone) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."grant_period"(public.memberships, bigint, timestamp WITH time zone, timestamp WITH time zone, timestamp WITH time zone) TO "postgres";
