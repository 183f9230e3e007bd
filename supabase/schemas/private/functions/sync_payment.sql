-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.sync_payment (
  p_payment public.payments
)
  RETURNS void
  LANGUAGE plpgsql
  SET search_path TO ''
  AS $function$
declare
  v_reversed_cents bigint;
  v_is_gone boolean;
begin
  if p_payment.state <> 'paid' then
    return;
  end if;
  perform private.grant_purchase(p_payment);
  v_reversed_cents := least(coalesce(p_payment.collected_cents, p_payment.amount_cents), (
    select coalesce(sum(amount_cents), 0) from (
      select amount_cents from public.refunds
      where provider = p_payment.provider and payment_provider_id = p_payment.provider_id
        and state in ('pending', 'succeeded')
      union all
      select amount_cents from private.dispute
      where provider = p_payment.provider and payment_provider_id = p_payment.provider_id
        and state in ('open', 'lost')) as reversal));
  v_is_gone := v_reversed_cents > 0
    and v_reversed_cents = coalesce(p_payment.collected_cents, p_payment.amount_cents);
  -- Time before credits when it is given back, which expire with it, and after them when taken.
  if p_payment.kind = 'pass' and not v_is_gone then
    perform private.restore_pass(p_payment);
  end if;
  if v_reversed_cents > 0 or p_payment.reversed_cents > 0 then
    perform private.reverse_purchase(p_payment.id, v_reversed_cents);
  end if;
  if p_payment.kind = 'pass' and v_is_gone then
    perform private.take_pass(p_payment);
  end if;
end;
$function$;

COMMENT ON FUNCTION "private"."sync_payment"(public.payments) IS 'Gives what a payment bought, as far as it was not taken back. Under the lock of the person.';

REVOKE ALL ON FUNCTION "private"."sync_payment"(public.payments) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."sync_payment"(public.payments) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."sync_payment"(public.payments) TO "postgres";
