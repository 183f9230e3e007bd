-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.reverse_purchase (
  p_payment_id     uuid,
  p_reversed_cents bigint,
  p_undue_credits  bigint
)
  RETURNS void
  LANGUAGE plpgsql
  SET search_path TO ''
  AS $function$
declare
  v_payment public.payments;
  v_due bigint;
  v_share numeric;
  v_clawed bigint;
  v_diff bigint;
  v_key text;
begin
  select * into v_payment from public.payments where id = p_payment_id;
  v_due := private.granted_credits(v_payment) - p_undue_credits;
  v_share := coalesce(p_reversed_cents::numeric
    / nullif(coalesce(v_payment.collected_cents, v_payment.amount_cents), 0), 0);
  v_clawed := greatest(0, least(
    trunc(v_due * v_share), v_due - private.clawed_elsewhere(v_payment)));
  if p_reversed_cents >= v_payment.reversed_cents then
    -- What expires gives nothing back, only what is taken as a whole now that was in part.
    v_clawed := greatest(v_clawed, v_payment.clawed_credits
      - trunc(v_share * greatest(p_undue_credits - v_payment.undue_credits, 0)));
  end if;
  v_diff := v_clawed - v_payment.clawed_credits + p_undue_credits - v_payment.undue_credits;
  v_key := format('payment:%s:%s', v_payment.id, v_payment.reversals + 1);
  if v_diff > 0 then
    perform private.owe_credits(v_payment.user_id, v_diff, v_key, 'purchase_reversed', (
      select id from private.granted_accounts(v_payment) order by expires_at desc limit 1));
  elsif v_diff < 0 then
    perform private.return_credits(v_payment, -v_diff, v_key);
  end if;
  update public.payments
  set reversed_cents = p_reversed_cents, clawed_credits = v_clawed,
    undue_credits = p_undue_credits, reversals = reversals + 1
  where id = v_payment.id and (reversed_cents, clawed_credits, undue_credits)
    <> (p_reversed_cents, v_clawed, p_undue_credits);
end;
$function$;

COMMENT ON FUNCTION "private"."reverse_purchase"(uuid, bigint, bigint) IS 'Takes credits back, or gives them back, as money was, and those that are not due.';

REVOKE ALL ON FUNCTION "private"."reverse_purchase"(uuid, bigint, bigint) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."reverse_purchase"(uuid, bigint, bigint) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."reverse_purchase"(uuid, bigint, bigint) TO "postgres";
