-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.sync_subscription (
  p_user_id         uuid,
  p_provider        text,
  p_subscription_id text
)
  RETURNS void
  LANGUAGE plpgsql
  SET search_path TO ''
  AS $function$
declare
  v_payment public.payments;
  v_subscription public.subscriptions;
begin
  -- Credits before time: a membership that ends takes its unspent credits with it.
  for v_payment in
    select * from public.payments
    where provider = p_provider and subscription_provider_id = p_subscription_id
      and user_id = p_user_id
    order by created_at, id
  loop
    perform private.sync_payment(v_payment);
  end loop;
  perform private.sync_memberships(p_user_id, p_provider, p_subscription_id);
  select * into v_subscription from public.subscriptions
  where provider = p_provider and provider_id = p_subscription_id and user_id = p_user_id;
  if found then
    perform private.sync_grace(v_subscription);
  end if;
  perform private.renew_wallet(p_user_id);
end;
$function$;

COMMENT ON FUNCTION "private"."sync_subscription"(uuid, text, text) IS 'Brings what somebody has by a subscription in line with all that is known of it.';

REVOKE ALL ON FUNCTION "private"."sync_subscription"(uuid, text, text) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."sync_subscription"(uuid, text, text) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."sync_subscription"(uuid, text, text) TO "postgres";
