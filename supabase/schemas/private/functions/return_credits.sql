-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.return_credits (
  p_payment public.payments,
  p_amount  bigint,
  p_key     text
)
  RETURNS void
  LANGUAGE plpgsql
  SET search_path TO ''
  AS $function$
begin
  if p_payment.kind = 'pack' then
    perform private.grant_credits(p_payment.user_id, p_amount, p_key, 'purchase_restored');
  else
    -- They end when those ended that were taken; what is over by now pays the debt and is gone.
    perform private.grant_plan_credits(p_payment.user_id, p_amount, p_key, coalesce(
      private.month_ends_at(p_payment), (
        select max(ends_at) from public.memberships
        where user_id = p_payment.user_id and state <> 'revoked'
          and starts_with(operation_key, 'payment:' || p_payment.id))),
      'purchase_restored');
  end if;
end;
$function$;

COMMENT ON FUNCTION "private"."return_credits"(public.payments, bigint, text) IS 'Gives back what a reversal took that did not last.';

REVOKE ALL ON FUNCTION "private"."return_credits"(public.payments, bigint, text) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."return_credits"(public.payments, bigint, text) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."return_credits"(public.payments, bigint, text) TO "postgres";
