-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.compare_payout (
  p_cashout public.cashouts,
  p_item    jsonb
)
  RETURNS void
  LANGUAGE plpgsql
  SET search_path TO ''
  AS $function$
begin
  if (p_item ->> 'amount_cents')::bigint <> p_cashout.amount_cents
    or p_item ->> 'currency' <> 'USD'
  then
    perform private.raise_discrepancy(p_cashout.id, 'amount', p_item);
  end if;
  if lower(p_item ->> 'receiver') <> p_cashout.receiver then
    perform private.raise_discrepancy(p_cashout.id, 'receiver', p_item);
  end if;
end;
$function$;

COMMENT ON FUNCTION "private"."compare_payout"(public.cashouts, jsonb) IS 'Whether PayPal pays what it was asked to pay.';

REVOKE ALL ON FUNCTION "private"."compare_payout"(public.cashouts, jsonb) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."compare_payout"(public.cashouts, jsonb) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."compare_payout"(public.cashouts, jsonb) TO "postgres";
