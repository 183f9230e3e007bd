-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.months_of (
  p_line public.memberships
)
  RETURNS TABLE (
    nr          integer,
    starts_at   timestamp with time zone,
    ends_at     timestamp with time zone,
    granted_for text
  )
  LANGUAGE plpgsql
  IMMUTABLE
  SET search_path TO ''
  AS $function$
begin
  return query
    select each, month_starts_at, private.period_start(p_line.anchor_at, each + 1),
      private.granted_for(p_line, month_starts_at)
    from generate_series(
      private.period_nr(p_line.anchor_at, p_line.starts_at),
      private.period_nr(p_line.anchor_at, p_line.ends_at - interval '1 microsecond')) as each
    cross join lateral private.period_start(p_line.anchor_at, each) as month_starts_at;
end;
$function$;

COMMENT ON FUNCTION "private"."months_of"(public.memberships) IS 'The months of a line, and what their credits are for.';

REVOKE ALL ON FUNCTION "private"."months_of"(public.memberships) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."months_of"(public.memberships) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."months_of"(public.memberships) TO "postgres";
