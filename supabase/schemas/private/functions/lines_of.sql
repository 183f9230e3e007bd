-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.lines_of (
  p_provider        text,
  p_subscription_id text
)
  RETURNS TABLE (
    payment_id uuid,
    gives      public.memberships,
    cut_at     timestamp with time zone
  )
  LANGUAGE plpgsql
  STABLE
  SET search_path TO ''
  AS $function$
begin
  return query
    select line.id, line.gives, coalesce(in_force.ends_at, (line.gives).starts_at)
    from (
      select payments.id, private.line_membership(payments, payment_line) as gives
      from public.payments
      join private.payment_line on payment_line.payment_id = payments.id
      where provider = p_provider and subscription_provider_id = p_subscription_id
        and state = 'paid'
      offset 0
    ) as line
    left join private.lines_in_force(p_provider, p_subscription_id) as in_force
      on in_force.operation_key = (line.gives).operation_key
    order by (line.gives).starts_at;
end;
$function$;

COMMENT ON FUNCTION "private"."lines_of"(text, text) IS 'The paid lines of a subscription, earliest first, as they would give without a cut, and when they are cut: at their end, or at their start if they are wholly paid back.';

REVOKE ALL ON FUNCTION "private"."lines_of"(text, text) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."lines_of"(text, text) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."lines_of"(text, text) TO "postgres";
