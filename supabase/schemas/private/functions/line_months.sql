-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.line_months (
  p_provider        text,
  p_subscription_id text
)
  RETURNS TABLE (
    payment_id     uuid,
    line_starts_at timestamp with time zone,
    granted_for    text,
    credits        bigint,
    is_due         boolean
  )
  LANGUAGE plpgsql
  STABLE
  SET search_path TO ''
  AS $function$
begin
  return query
    select line.payment_id, (line.gives).starts_at, month.granted_for,
      private.period_credits(line.gives, plans.credits, month.starts_at, month.ends_at),
      month.starts_at < greatest(line.cut_at, (line.gives).starts_at + interval '1 microsecond')
    from private.lines_of(p_provider, p_subscription_id) as line
    cross join lateral private.months_of(line.gives) as month
    join public.plans on slug = (line.gives).plan;
end;
$function$;

COMMENT ON FUNCTION "private"."line_months"(text, text) IS 'The months of all lines of a subscription, with the credits that each line gives for it.';

REVOKE ALL ON FUNCTION "private"."line_months"(text, text) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."line_months"(text, text) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."line_months"(text, text) TO "postgres";
