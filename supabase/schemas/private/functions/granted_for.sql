-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.granted_for (
  p_membership public.memberships,
  p_starts_at  timestamp with time zone
)
  RETURNS text
  LANGUAGE plpgsql
  IMMUTABLE
  SET search_path TO ''
  AS $function$
begin
  -- Not of a passing session's settings: the key is the same wherever it is made.
  return concat_ws(':', p_membership.source, p_membership.plan,
    to_char(p_starts_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
    left(md5(p_membership.paid_by), 12));
end;
$function$;

COMMENT ON FUNCTION "private"."granted_for"(public.memberships, timestamp with time zone) IS 'What plan credits are for: source, plan, start of the period, and the subscription if one pays. Changing there and back within a period does not grant it twice.';

REVOKE ALL ON FUNCTION "private"."granted_for"(public.memberships, timestamp WITH time zone) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."granted_for"(public.memberships, timestamp WITH time zone) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."granted_for"(public.memberships, timestamp WITH time zone) TO "postgres";
