-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.month_ends_at (
  p_payment public.payments
)
  RETURNS timestamp WITH time zone
  LANGUAGE plpgsql
  STABLE
  SET search_path TO ''
  AS $function$
begin
  return (
    select max(least(gives.ends_at, private.period_start(gives.anchor_at, 1 + rollover_periods
      + private.period_nr(gives.anchor_at, greatest(gives.starts_at, now())))))
    from private.payment_line as line
    cross join lateral private.line_membership(p_payment, line) as gives
    join public.plans on slug = gives.plan
    where payment_id = p_payment.id);
end;
$function$;

COMMENT ON FUNCTION "private"."month_ends_at"(public.payments) IS 'When the credits expire that the lines of a payment grant for now; null without lines.';

REVOKE ALL ON FUNCTION "private"."month_ends_at"(public.payments) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."month_ends_at"(public.payments) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."month_ends_at"(public.payments) TO "postgres";
