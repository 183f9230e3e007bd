-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.grant_purchase (
  p_payment public.payments
)
  RETURNS void
  LANGUAGE plpgsql
  SET search_path TO ''
  AS $function$
begin
  if p_payment.kind = 'pack' then
    perform private.grant_credits(p_payment.user_id,
      (select credits from public.orders where id = p_payment.order_id),
      'payment:' || p_payment.id, 'credits_bought');
  elsif p_payment.kind = 'pass' then
    perform private.grant_pass(p_payment.user_id, p_payment.item, 'payment:' || p_payment.id);
  end if;
end;
$function$;

COMMENT ON FUNCTION "private"."grant_purchase"(public.payments) IS 'Gives what was bought once; once.';

REVOKE ALL ON FUNCTION "private"."grant_purchase"(public.payments) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."grant_purchase"(public.payments) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."grant_purchase"(public.payments) TO "postgres";
