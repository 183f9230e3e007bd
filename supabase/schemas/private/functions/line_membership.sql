-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.line_membership (
  p_payment public.payments,
  p_line    private.payment_line
)
  RETURNS public.memberships
  LANGUAGE plpgsql
  IMMUTABLE
  SET search_path TO ''
  AS $function$
begin
  return row(null, p_payment.user_id, p_line.plan, 'subscription',
    format('payment:%s:%s:', p_payment.id, p_line.nr), p_line.starts_at, p_line.ends_at,
    -- Within a trial the anchor is still to come.
    least(p_line.anchor_at, p_line.starts_at), 'live', p_payment.created_at,
    p_payment.provider || ':' || p_payment.subscription_provider_id, null)::public.memberships;
end;
$function$;

COMMENT ON FUNCTION "private"."line_membership"(public.payments, private.payment_line) IS 'What a line gives as long as nothing cuts it; the operation key is the beginning of its keys.';

REVOKE ALL ON FUNCTION "private"."line_membership"(public.payments, private.payment_line) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."line_membership"(public.payments, private.payment_line) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."line_membership"(public.payments, private.payment_line) TO "postgres";
