-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION public.apply_subscription (
  p_provider   text,
  p_object     jsonb,
  p_version_at timestamp with time zone
)
  RETURNS text
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  v_customer private.customer := private.customer_of(p_provider, p_object);
  v_object public.subscriptions;
  v_is_newer boolean;
begin
  v_object := jsonb_populate_record(null::public.subscriptions, p_object);
  select item into v_object.plan from private.provider_price
  where provider = p_provider and provider_id = v_object.price_id and kind = 'subscription';
  -- A price that is not ours changes no plan, but what is over is over.
  if v_object.plan is null then
    select price_id, plan into v_object.price_id, v_object.plan from public.subscriptions
    where provider = p_provider and provider_id = v_object.provider_id;
  end if;
  if v_customer.id is null or v_object.plan is null then
    return 'ignored';
  end if;
  select item into v_object.next_plan from private.provider_price
  where provider = p_provider and provider_id = p_object ->> 'next_price_id';
  insert into public.subscriptions as has (user_id, customer_id, provider, provider_id,
    provider_item_id, price_id, plan, state, amount_cents, currency, billing, period_starts_at,
    period_ends_at, started_at, trial_ends_at, cancel_at, ended_at, next_plan, next_plan_at,
    version_at)
  values (v_customer.user_id, v_customer.id, p_provider, v_object.provider_id,
    v_object.provider_item_id, v_object.price_id, v_object.plan, v_object.state,
    v_object.amount_cents, v_object.currency, v_object.billing, v_object.period_starts_at,
    v_object.period_ends_at, v_object.started_at, v_object.trial_ends_at, v_object.cancel_at,
    v_object.ended_at, v_object.next_plan,
    case when v_object.next_plan is not null then v_object.next_plan_at end, p_version_at)
  on conflict on constraint subscriptions_provider_provider_id_key do update
  set provider_item_id = excluded.provider_item_id, price_id = excluded.price_id,
    plan = excluded.plan, state = excluded.state, amount_cents = excluded.amount_cents,
    currency = excluded.currency, billing = excluded.billing,
    period_starts_at = excluded.period_starts_at, period_ends_at = excluded.period_ends_at,
    started_at = excluded.started_at, trial_ends_at = excluded.trial_ends_at,
    cancel_at = excluded.cancel_at, ended_at = excluded.ended_at, next_plan = excluded.next_plan,
    next_plan_at = excluded.next_plan_at, version_at = excluded.version_at
  -- What is over does not begin again, whatever an answer that was long on its way says.
  where has.version_at < excluded.version_at
    and (has.state not in ('canceled', 'expired') or has.state = excluded.state);
  v_is_newer := found;
  if v_customer.user_id is not null then
    perform private.sync_subscription(v_customer.user_id, p_provider, v_object.provider_id);
  elsif v_is_newer and v_object.cancel_at is null and v_object.state not in ('canceled', 'expired')
  then
    -- Paid on a page that was open while the account was deleted.
    perform private.send_departure(v_customer.id);
  end if;
  return case when v_is_newer then 'applied' else 'stale' end;
end;
$function$;

GRANT EXECUTE ON FUNCTION "public"."apply_subscription"(text, jsonb, timestamp WITH time zone) TO "service_role";

COMMENT ON FUNCTION "public"."apply_subscription"(text, jsonb, timestamp with time zone) IS 'Takes in a version of a subscription; returns applied, stale or ignored. PT409.';

REVOKE ALL ON FUNCTION "public"."apply_subscription"(text, jsonb, timestamp WITH time zone) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."apply_subscription"(text, jsonb, timestamp WITH time zone) TO "postgres";

REVOKE ALL ON FUNCTION "public"."apply_subscription"(text, jsonb, timestamp WITH time zone) FROM PUBLIC, "anon", "authenticated";
