-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION public.apply_payment (
  p_provider   text,
  p_object     jsonb,
  p_version_at timestamp with time zone
)
  RETURNS text
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  v_customer private.customer;
  v_payment public.payments;
  v_was_paid boolean;
begin
  perform private.lock_payment(p_provider, p_object ->> 'provider_id');
  v_customer := private.customer_of(p_provider, p_object);
  if v_customer.id is null then
    return 'ignored';
  end if;
  v_was_paid := exists (
    select from public.payments where provider = p_provider
      and provider_id = p_object ->> 'provider_id' and state = 'paid');
  v_payment := private.keep_payment(v_customer, p_object, p_version_at);
  if v_payment.id is null then
    return 'ignored';
  end if;
  if v_payment.kind = 'subscription' then
    -- Until it is paid an invoice may still change; then what it bought is final.
    if v_payment.version_at = p_version_at then
      delete from private.payment_line where payment_id = v_payment.id and not v_was_paid;
    end if;
    insert into private.payment_line (payment_id, nr, plan, starts_at, ends_at, anchor_at)
    select v_payment.id, nr, item, (line ->> 'starts_at')::timestamptz,
      (line ->> 'ends_at')::timestamptz, (line ->> 'anchor_at')::timestamptz
    from jsonb_array_elements(p_object -> 'lines') with ordinality as each (line, nr)
    join private.provider_price on provider = p_provider and kind = 'subscription'
      and provider_id = line ->> 'price_id'
    -- A change within a trial that nothing was paid for gives nothing: the trial goes on.
    where v_payment.reason <> 'change' or v_payment.amount_cents > 0
      or (line ->> 'starts_at')::timestamptz >= (line ->> 'anchor_at')::timestamptz
    on conflict on constraint payment_line_pkey do nothing;
  end if;
  if v_payment.state = 'paid' then
    perform private.note_payer(v_payment.user_id, p_provider, p_object);
  end if;
  perform private.sync_of_payment(v_payment);
  return case when v_payment.version_at = p_version_at then 'applied' else 'stale' end;
end;
$function$;

GRANT EXECUTE ON FUNCTION "public"."apply_payment"(text, jsonb, timestamp WITH time zone) TO "service_role";

COMMENT ON FUNCTION "public"."apply_payment"(text, jsonb, timestamp with time zone) IS 'Takes in a version of an invoice or a one-time payment; returns applied, stale or ignored. PT404, PT409.';

REVOKE ALL ON FUNCTION "public"."apply_payment"(text, jsonb, timestamp WITH time zone) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."apply_payment"(text, jsonb, timestamp WITH time zone) TO "postgres";

REVOKE ALL ON FUNCTION "public"."apply_payment"(text, jsonb, timestamp WITH time zone) FROM PUBLIC, "anon", "authenticated";
