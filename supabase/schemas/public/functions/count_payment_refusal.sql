-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION public.count_payment_refusal (
  p_provider text,
  p_reason   text
)
  RETURNS void
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
begin
  insert into private.payment_refusal (provider, reason, day, count, last_at)
  values (p_provider, p_reason, (now() at time zone 'UTC')::date, 1, now())
  on conflict on constraint payment_refusal_pkey do update
  set count = payment_refusal.count + 1, last_at = now();
end;
$function$;

GRANT EXECUTE ON FUNCTION "public"."count_payment_refusal"(text, text) TO "service_role";

COMMENT ON FUNCTION "public"."count_payment_refusal"(text, text) IS 'Counts a delivery that was refused.';

REVOKE ALL ON FUNCTION "public"."count_payment_refusal"(text, text) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."count_payment_refusal"(text, text) TO "postgres";

REVOKE ALL ON FUNCTION "public"."count_payment_refusal"(text, text) FROM PUBLIC, "anon", "authenticated";
