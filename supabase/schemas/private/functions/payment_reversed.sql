-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.payment_reversed (
  p_provider   text,
  p_payment_id text
)
  RETURNS public.payments
  LANGUAGE plpgsql
  SET search_path TO ''
  AS $function$
declare
  v_user_id uuid;
begin
  perform private.lock_payment(p_provider, p_payment_id);
  select user_id into v_user_id from public.payments
  where provider = p_provider and provider_id = p_payment_id;
  if v_user_id is not null then
    perform private.lock_person(v_user_id);
  end if;
  -- Read again: whoever had the lock may have changed it.
  return (
    select payments from public.payments
    where provider = p_provider and provider_id = p_payment_id);
end;
$function$;

COMMENT ON FUNCTION "private"."payment_reversed"(text, text) IS 'The payment of a refund or dispute, its person locked; null when it has not come yet.';

REVOKE ALL ON FUNCTION "private"."payment_reversed"(text, text) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."payment_reversed"(text, text) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."payment_reversed"(text, text) TO "postgres";
