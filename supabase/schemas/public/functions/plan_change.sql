-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION public.plan_change (
  p_user_id uuid,
  p_plan    text,
  p_is_live boolean
)
  RETURNS jsonb
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  v_subscription public.subscriptions := private.main_subscription(p_user_id, p_is_live);
  v_price private.provider_price;
begin
  perform private.require_active_profile(p_user_id);
  v_price := private.require_provider_price(
    v_subscription.provider, p_is_live, 'subscription', p_plan);
  return jsonb_build_object(
    'subscription', to_jsonb(v_subscription),
    'price_id', v_price.provider_id,
    -- By what is paid a month: a dearer plan is given at once, because it is charged at once.
    'move', case
      when v_price.provider_id = v_subscription.price_id then 'none'
      -- There a trial cannot be ended by what is paid: the new plan begins when it is over.
      when v_subscription.provider = 'lemonsqueezy' and v_subscription.state = 'trialing'
        then 'at_end'
      when v_price.amount_cents / case v_price.billing when 'year' then 12.0 else 1 end
        > v_subscription.amount_cents / case v_subscription.billing when 'year' then 12.0 else 1 end
        then 'now'
      else 'at_end' end);
end;
$function$;

GRANT EXECUTE ON FUNCTION "public"."plan_change"(uuid, text, boolean) TO "service_role";

COMMENT ON FUNCTION "public"."plan_change"(uuid, text, boolean) IS 'Whether a plan would be given now or when the paid period ends, and its price. PT403, PT404.';

REVOKE ALL ON FUNCTION "public"."plan_change"(uuid, text, boolean) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."plan_change"(uuid, text, boolean) TO "postgres";

REVOKE ALL ON FUNCTION "public"."plan_change"(uuid, text, boolean) FROM PUBLIC, "anon", "authenticated";
