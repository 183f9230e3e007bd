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
  v_is_cut boolean;
  v_each record;
  v_subscription public.subscriptions;
begin
  -- Credits before time: a membership that ends takes its unspent credits with it.
  v_is_cut := private.grant_lines(p_user_id, p_provider, p_subscription_id);
  for v_each in
    select payments as payment, coalesce(undue.credits, 0) as undue_credits
    from public.payments
    left join (
      select * from private.undue_credits(p_user_id, p_provider, p_subscription_id)
      where v_is_cut
    ) as undue on undue.payment_id = payments.id
    where provider = p_provider and subscription_provider_id = p_subscription_id
      and user_id = p_user_id
    order by created_at, id
  loop
    perform private.sync_payment(v_each.payment, v_each.undue_credits);
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
