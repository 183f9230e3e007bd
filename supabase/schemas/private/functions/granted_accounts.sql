-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.granted_accounts (
  p_payment public.payments
)
  RETURNS SETOF private.ledger_account
  LANGUAGE plpgsql
  STABLE
  SET search_path TO ''
  AS $function$
begin
  return query
    select account.* from private.ledger_account as account
    where owner_id = p_payment.user_id and kind = 'wallet_plan' and granted_for in (
      select month.granted_for
      from private.payment_line as line
      cross join lateral private.months_of(private.line_membership(p_payment, line)) as month
      where line.payment_id = p_payment.id
      union all
      select private.granted_for(pass, pass.starts_at) from public.memberships as pass
      where user_id = p_payment.user_id
        and starts_with(operation_key, 'payment:' || p_payment.id) and source = 'pass');
end;
$function$;

COMMENT ON FUNCTION "private"."granted_accounts"(public.payments) IS 'The accounts of plan credits that a payment filled.';

REVOKE ALL ON FUNCTION "private"."granted_accounts"(public.payments) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."granted_accounts"(public.payments) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."granted_accounts"(public.payments) TO "postgres";
