-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION public.begin_action (
  p_user_id       uuid,
  p_action        text,
  p_client_key    text,
  p_units         bigint   DEFAULT 1,
  p_model         text     DEFAULT NULL::text,
  p_ip            inet     DEFAULT NULL::inet,
  p_input_tokens  bigint   DEFAULT NULL::bigint,
  p_output_tokens bigint   DEFAULT NULL::bigint,
  p_lasts         interval DEFAULT '00:04:00'::interval
)
  RETURNS jsonb
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  v_profile public.profiles := private.require_active_profile(p_user_id);
  v_price public.action_prices := private.require_action_price(p_action);
  v_plan public.plans := private.current_plan(p_user_id);
  v_kind private.action_kind;
  v_model_price private.model_price;
  v_action public.actions;
  v_cost bigint;
  v_limits jsonb;
begin
  if p_units is null or p_units not between 1 and 1000000000
    or least(p_input_tokens, p_output_tokens) < 0
    or greatest(p_input_tokens, p_output_tokens) > 1000000000
  then
    raise sqlstate 'PT400' using
      message = 'invalid_amount',
      detail = jsonb_build_object('units', p_units, 'input_tokens', p_input_tokens,
        'output_tokens', p_output_tokens)::text,
      hint = 'Units and tokens are whole numbers up to a thousand million.';
  end if;
  select * into strict v_kind from private.action_kind where action = p_action;
  v_model_price := private.model_price_at(null, p_model, now(), p_input_tokens);
  v_cost := coalesce(
    private.bound_cost(v_model_price, p_input_tokens, p_output_tokens),
    private.unit_cost(v_model_price, p_action, p_units));
  if v_price.pricing = 'metered' and v_cost is null then
    perform private.require_model_price(p_model, null);
  end if;

  v_action.pricing := v_price.pricing;
  v_action.price_credits := v_price.credits;
  v_action.price_per := v_price.per;
  insert into public.actions (user_id, action, client_key, plan, model, pricing, price_credits,
    price_per, units_estimate, held_credits)
  values (p_user_id, p_action, p_client_key, v_plan.slug, p_model, v_price.pricing,
    v_price.credits, v_price.per, p_units, private.action_credits(v_action, p_units, v_cost))
  on conflict on constraint actions_user_id_client_key_key do nothing
  returning * into v_action;
  if not found then
    return private.repeat_action(p_user_id, p_client_key, p_action, p_units, p_model);
  end if;

  if v_kind.feature is not null then
    perform private.require_feature(v_plan, v_kind.feature);
  end if;
  if p_model is not null then
    perform private.require_model(v_plan, p_model);
  end if;
  v_limits := private.fund_action(
    v_action, v_kind, coalesce(p_input_tokens, 0) + coalesce(p_output_tokens, 0), p_ip, p_lasts);
  -- In a statement of its own: the receipt sees what the statements before it did.
  return private.action_receipt(v_action.id, false, v_limits);
end;
$function$;

GRANT EXECUTE ON FUNCTION "public"."begin_action"(uuid, text, text, bigint, text, inet, bigint, bigint, interval) TO "service_role";

COMMENT ON FUNCTION "public"."begin_action"(uuid, text, text, bigint, text, inet, bigint, bigint, interval) IS 'Starts a paid action: checks plan and limits, holds what it may cost at most. Units are images, characters, seconds, ideas or tokens; tokens are bounds. A repeat returns the same action. PT400, PT401, PT402, PT403, PT404, PT409, PT429, PT503.';

REVOKE ALL ON FUNCTION "public"."begin_action"(uuid, text, text, bigint, text, inet, bigint, bigint, interval) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."begin_action"(uuid, text, text, bigint, text, inet, bigint, bigint, interval) TO "postgres";

REVOKE ALL ON FUNCTION "public"."begin_action"(uuid, text, text, bigint, text, inet, bigint, bigint, interval) FROM PUBLIC, "anon", "authenticated";
