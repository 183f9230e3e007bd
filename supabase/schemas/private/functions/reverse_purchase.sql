-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.reverse_purchase (
  p_payment        public.payments,
  p_reversed_cents bigint
)
  RETURNS void
  LANGUAGE plpgsql
  SET search_path TO ''
  AS $function$
declare
  v_granted bigint := private.granted_credits(p_payment);
  v_target bigint := least(
    trunc(v_granted::numeric * p_reversed_cents / nullif(p_payment.amount_cents, 0)),
    v_granted - private.clawed_elsewhere(p_payment));
  v_diff bigint := v_target - p_payment.clawed_credits;
  v_key text := format('payment:%s:%s', p_payment.id, p_payment.reversals + 1);
begin
  if p_reversed_cents > p_payment.reversed_cents and v_diff > 0 then
    perform private.owe_credits(p_payment.user_id, v_diff, v_key, 'purchase_reversed', (
      select id from private.granted_accounts(p_payment) order by expires_at desc limit 1));
  elsif p_reversed_cents < p_payment.reversed_cents and v_diff < 0 then
    perform private.return_credits(p_payment, -v_diff, v_key);
  else
    v_diff := 0;
  end if;
  update public.payments
  set reversed_cents = p_reversed_cents, clawed_credits = clawed_credits + v_diff,
    reversals = reversals + 1
  where id = p_payment.id;
end;
$function$;

COMMENT ON FUNCTION "private"."reverse_purchase"(public.payments, bigint) IS 'Takes credits back, or gives them back, as money was.';

REVOKE ALL ON FUNCTION "private"."reverse_purchase"(public.payments, bigint) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."reverse_purchase"(public.payments, bigint) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."reverse_purchase"(public.payments, bigint) TO "postgres";
