-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.granted_credits (
  p_payment public.payments
)
  RETURNS bigint
  LANGUAGE plpgsql
  STABLE
  SET search_path TO ''
  AS $function$
begin
  if p_payment.kind = 'pack' then
    return (select credits from public.orders where id = p_payment.order_id);
  end if;
  return (
    select coalesce(sum(private.lasting_credits(account.id)), 0)
    from (
      select id from private.granted_accounts(p_payment)
      union
      -- What a reversal gave back expires on its own.
      select id from private.ledger_account
      where owner_id = p_payment.user_id and kind = 'wallet_plan'
        and starts_with(granted_for, format('payment:%s:', p_payment.id))
    ) as account);
end;
$function$;

COMMENT ON FUNCTION "private"."granted_credits"(public.payments) IS 'What a payment gave in credits, without what expired unspent.';

REVOKE ALL ON FUNCTION "private"."granted_credits"(public.payments) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."granted_credits"(public.payments) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."granted_credits"(public.payments) TO "postgres";
