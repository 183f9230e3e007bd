-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.reversed_cents (
  p_payment public.payments
)
  RETURNS bigint
  LANGUAGE plpgsql
  STABLE
  SET search_path TO ''
  AS $function$
begin
  return least(coalesce(p_payment.collected_cents, p_payment.amount_cents), (
    select coalesce(sum(amount_cents), 0) from (
      select amount_cents from public.refunds
      where provider = p_payment.provider and payment_provider_id = p_payment.provider_id
        and state in ('pending', 'succeeded')
      union all
      select amount_cents from private.dispute
      where provider = p_payment.provider and payment_provider_id = p_payment.provider_id
        and state in ('open', 'lost')) as reversal));
end;
$function$;

COMMENT ON FUNCTION "private"."reversed_cents"(public.payments) IS 'What is refunded or disputed of a payment, at most what was collected.';

REVOKE ALL ON FUNCTION "private"."reversed_cents"(public.payments) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."reversed_cents"(public.payments) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."reversed_cents"(public.payments) TO "postgres";
