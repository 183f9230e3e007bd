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
  v_action public.actions;
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
  v_action.user_id := p_user_id;
  v_action.action := p_action;
  v_action.client_key := p_client_key;
  v_action.model := p_model;
  v_action.units_estimate := p_units;
  v_action.input_tokens_estimate := p_input_tokens;
  v_action.max_output_tokens := p_output_tokens;
  return private.start_action(v_action, p_ip, p_lasts);
end;
$function$;

GRANT EXECUTE ON FUNCTION "public"."begin_action"(uuid, text, text, bigint, text, inet, bigint, bigint, interval) TO "service_role";

COMMENT ON FUNCTION "public"."begin_action"(uuid, text, text, bigint, text, inet, bigint, bigint, interval) IS 'Starts a paid action: checks plan and limits, holds what it may cost at most. Units are images, characters, seconds, ideas or tokens; tokens are bounds. A repeat returns the same action. PT400, PT401, PT402, PT403, PT404, PT409, PT429, PT503.';

REVOKE ALL ON FUNCTION "public"."begin_action"(uuid, text, text, bigint, text, inet, bigint, bigint, interval) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."begin_action"(uuid, text, text, bigint, text, inet, bigint, bigint, interval) TO "postgres";

REVOKE ALL ON FUNCTION "public"."begin_action"(uuid, text, text, bigint, text, inet, bigint, bigint, interval) FROM PUBLIC, "anon", "authenticated";
