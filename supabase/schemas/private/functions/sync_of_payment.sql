-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.sync_of_payment (
  p_payment public.payments
)
  RETURNS void
  LANGUAGE plpgsql
  SET search_path TO ''
  AS $function$
begin
  if p_payment.state = 'paid' and p_payment.order_id is not null then
    update public.orders set state = 'complete'
    where id = p_payment.order_id and state <> 'complete';
  end if;
  update public.refunds set user_id = p_payment.user_id
  where provider = p_payment.provider and payment_provider_id = p_payment.provider_id
    and user_id is distinct from p_payment.user_id;
  if p_payment.user_id is null then
    return;
  elsif p_payment.kind = 'subscription' then
    perform private.sync_subscription(
      p_payment.user_id, p_payment.provider, p_payment.subscription_provider_id);
  else
    perform private.sync_payment(p_payment);
  end if;
  update private.referral set is_due = true
  where invited_id = p_payment.user_id and condition = 'payment' and not is_due;
end;
$function$;

COMMENT ON FUNCTION "private"."sync_of_payment"(public.payments) IS 'Brings what somebody has in line with a payment.';

REVOKE ALL ON FUNCTION "private"."sync_of_payment"(public.payments) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."sync_of_payment"(public.payments) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."sync_of_payment"(public.payments) TO "postgres";
