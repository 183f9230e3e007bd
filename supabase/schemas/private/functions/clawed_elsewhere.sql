-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.clawed_elsewhere (
  p_payment public.payments
)
  RETURNS bigint
  LANGUAGE plpgsql
  STABLE
  SET search_path TO ''
  AS $function$
begin
  -- Changing there and back within a period is paid twice, and grants the plan's credits once.
  return (
    select coalesce(sum(clawed_credits), 0) from public.payments as other
    where provider = p_payment.provider and id <> p_payment.id and clawed_credits > 0
      and subscription_provider_id = p_payment.subscription_provider_id
      and exists (
        select from private.granted_accounts(other) as account
        where account.id in (select id from private.granted_accounts(p_payment))));
end;
$function$;

COMMENT ON FUNCTION "private"."clawed_elsewhere"(public.payments) IS 'What was taken back of the same credits for another payment that bought them too.';

REVOKE ALL ON FUNCTION "private"."clawed_elsewhere"(public.payments) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."clawed_elsewhere"(public.payments) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."clawed_elsewhere"(public.payments) TO "postgres";
