-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.quote_action (
  p_asked public.actions,
  p_price public.action_prices
)
  RETURNS public.actions
  LANGUAGE plpgsql
  STABLE
  SET search_path TO ''
  AS $function$
declare
  v_price private.model_price := private.model_price_at(
    null, p_asked.model, now(), p_asked.input_tokens_estimate);
  v_cost bigint := coalesce(
    private.bound_cost(v_price, p_asked.input_tokens_estimate, p_asked.max_output_tokens),
    private.unit_cost(v_price, p_asked.action, p_asked.units_estimate));
begin
  if p_price.pricing = 'metered' and v_cost is null then
    perform private.require_model_price(p_asked.model, null);
  end if;
  p_asked.pricing := p_price.pricing;
  p_asked.price_credits := p_price.credits;
  p_asked.price_per := p_price.per;
  p_asked.held_credits := private.action_credits(p_asked, p_asked.units_estimate, v_cost);
  return p_asked;
end;
$function$;

COMMENT ON FUNCTION "private"."quote_action"(public.actions, public.action_prices) IS 'An action as it is asked for, with its price and what it may cost at most. PT503.';

REVOKE ALL ON FUNCTION "private"."quote_action"(public.actions, public.action_prices) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."quote_action"(public.actions, public.action_prices) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."quote_action"(public.actions, public.action_prices) TO "postgres";
