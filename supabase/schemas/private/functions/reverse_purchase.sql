-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.reverse_purchase (
  p_payment_id     uuid,
  p_reversed_cents bigint
)
  RETURNS void
  LANGUAGE plpgsql
  SET search_path TO ''
  AS $function$
declare
  v_payment public.payments;
  v_granted bigint;
  v_diff bigint;
  v_key text;
begin
  select * into v_payment from public.payments where id = p_payment_id;
  v_granted := private.granted_credits(v_payment);
  v_diff := least(
    trunc(v_granted::numeric * p_reversed_cents
      / nullif(coalesce(v_payment.collected_cents, v_payment.amount_cents), 0)),
    v_granted - private.clawed_elsewhere(v_payment)) - v_payment.clawed_credits;
  v_key := format('payment:%s:%s', v_payment.id, v_payment.reversals + 1);
  if p_reversed_cents >= v_payment.reversed_cents and v_diff > 0 then
    perform private.owe_credits(v_payment.user_id, v_diff, v_key, 'purchase_reversed', (
      select id from private.granted_accounts(v_payment) order by expires_at desc limit 1));
  elsif p_reversed_cents < v_payment.reversed_cents and v_diff < 0 then
    perform private.return_credits(v_payment, -v_diff, v_key);
  else
    v_diff := 0;
  end if;
  update public.payments
  set reversed_cents = p_reversed_cents, clawed_credits = clawed_credits + v_diff,
    reversals = reversals + 1
  where id = v_payment.id and (reversed_cents <> p_reversed_cents or v_diff <> 0);
end;
$function$;

COMMENT ON FUNCTION "private"."reverse_purchase"(uuid, bigint) IS 'Takes credits back, or gives them back, as money was.';

REVOKE ALL ON FUNCTION "private"."reverse_purchase"(uuid, bigint) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."reverse_purchase"(uuid, bigint) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."reverse_purchase"(uuid, bigint) TO "postgres";
