-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.sync_payment (
  p_payment       public.payments,
  p_undue_credits bigint          DEFAULT 0
)
  RETURNS void
  LANGUAGE plpgsql
  SET search_path TO ''
  AS $function$
declare
  v_reversed_cents bigint := private.reversed_cents(p_payment);
  v_is_gone boolean := v_reversed_cents > 0
    and v_reversed_cents = coalesce(p_payment.collected_cents, p_payment.amount_cents);
begin
  if p_payment.state <> 'paid' then
    return;
  end if;
  perform private.grant_purchase(p_payment);
  -- Time before credits when it is given back, which expire with it, and after them when taken.
  if p_payment.kind = 'pass' and not v_is_gone then
    perform private.restore_pass(p_payment);
  end if;
  if v_reversed_cents > 0 or p_payment.reversed_cents > 0
    or p_undue_credits <> p_payment.undue_credits
  then
    perform private.reverse_purchase(p_payment.id, v_reversed_cents, p_undue_credits);
  end if;
  if p_payment.kind = 'pass' and v_is_gone then
    perform private.take_pass(p_payment);
  end if;
end;
$function$;

COMMENT ON FUNCTION "private"."sync_payment"(public.payments, bigint) IS 'Gives what a payment bought, as far as it was not taken back. Under the lock of the person.';

REVOKE ALL ON FUNCTION "private"."sync_payment"(public.payments, bigint) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."sync_payment"(public.payments, bigint) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."sync_payment"(public.payments, bigint) TO "postgres";
