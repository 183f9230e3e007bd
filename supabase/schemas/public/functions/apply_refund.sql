-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION public.apply_refund (
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
  v_new public.refunds := jsonb_populate_record(null::public.refunds, p_object);
  v_payment public.payments := private.payment_reversed(p_provider, v_new.payment_provider_id);
  v_is_newer boolean;
begin
  insert into public.refunds as has (user_id, provider, provider_id, payment_provider_id,
    amount_cents, currency, state, created_at, version_at)
  values (v_payment.user_id, p_provider, v_new.provider_id, v_new.payment_provider_id,
    v_new.amount_cents, v_new.currency, v_new.state, v_new.created_at, p_version_at)
  on conflict on constraint refunds_provider_provider_id_key do update
  set state = excluded.state, amount_cents = excluded.amount_cents,
    user_id = coalesce(has.user_id, excluded.user_id), version_at = excluded.version_at
  where has.version_at < excluded.version_at;
  v_is_newer := found;
  if v_payment.id is not null then
    perform private.sync_of_payment(v_payment);
  end if;
  return case when v_is_newer then 'applied' else 'stale' end;
end;
$function$;

GRANT EXECUTE ON FUNCTION "public"."apply_refund"(text, jsonb, timestamp WITH time zone) TO "service_role";

COMMENT ON FUNCTION "public"."apply_refund"(text, jsonb, timestamp with time zone) IS 'Takes in a version of a refund, also before its payment; returns applied or stale.';

REVOKE ALL ON FUNCTION "public"."apply_refund"(text, jsonb, timestamp WITH time zone) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."apply_refund"(text, jsonb, timestamp WITH time zone) TO "postgres";

REVOKE ALL ON FUNCTION "public"."apply_refund"(text, jsonb, timestamp WITH time zone) FROM PUBLIC, "anon", "authenticated";
