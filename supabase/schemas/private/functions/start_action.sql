-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.start_action (
  p_asked public.actions,
  p_ip    inet,
  p_lasts interval
)
  RETURNS jsonb
  LANGUAGE plpgsql
  SET search_path TO ''
  AS $function$
declare
  v_price public.action_prices := private.require_action_price(p_asked.action);
  v_kind private.action_kind;
  v_action public.actions := private.quote_action(p_asked, v_price);
  v_limits jsonb;
begin
  select * into strict v_kind from private.action_kind where action = v_action.action;
  insert into public.actions (user_id, action, client_key, fingerprint, api_key_id, plan, model,
    pricing, price_credits, price_per, units_estimate, input_tokens_estimate, max_output_tokens,
    held_credits)
  values (v_action.user_id, v_action.action, v_action.client_key, v_action.fingerprint,
    v_action.api_key_id, (private.current_plan(v_action.user_id)).slug, v_action.model,
    v_action.pricing, v_action.price_credits, v_action.price_per, v_action.units_estimate,
    v_action.input_tokens_estimate, v_action.max_output_tokens, v_action.held_credits)
  on conflict on constraint actions_user_id_client_key_key do nothing
  returning * into v_action;
  if not found then
    return private.repeat_action(p_asked);
  end if;

  v_limits := private.fund_action(v_action, v_kind, p_ip, p_lasts);
  -- In a statement of its own: the receipt sees what the statements before it did.
  return private.action_receipt(v_action.id, false, v_limits);
end;
$function$;

COMMENT ON FUNCTION "private"."start_action"(public.actions, inet, interval) IS 'Starts an action as it is asked for, or returns the one that its key started before; see begin_action.';

REVOKE ALL ON FUNCTION "private"."start_action"(public.actions, inet, interval) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."start_action"(public.actions, inet, interval) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."start_action"(public.actions, inet, interval) TO "postgres";
