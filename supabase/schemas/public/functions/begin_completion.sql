-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION public.begin_completion (
  p_client_key        text,
  p_fingerprint       text,
  p_model             text,
  p_needs             text[],
  p_input_bytes       bigint,
  p_messages          integer,
  p_images            integer,
  p_max_output_tokens bigint  DEFAULT NULL::bigint,
  p_user_id           uuid    DEFAULT NULL::uuid,
  p_key_hash          text    DEFAULT NULL::text,
  p_ip                inet    DEFAULT NULL::inet
)
  RETURNS jsonb
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  v_key public.api_keys := private.require_api_caller(p_user_id, p_key_hash, 'completions');
  v_model public.models := private.require_completion_model(
    p_model, p_needs, p_input_bytes, p_max_output_tokens);
  v_action public.actions;
  v_receipt jsonb;
begin
  v_action.user_id := v_key.user_id;
  v_action.api_key_id := v_key.id;
  v_action.action := 'completion';
  v_action.client_key := p_client_key;
  v_action.fingerprint := p_fingerprint;
  v_action.model := p_model;
  v_action.units_estimate := 1;
  -- As for a turn; an image is at most so many in the models on offer, but for small old ones.
  v_action.input_tokens_estimate :=
    ceil(p_input_bytes / 3.0) + 8 * (p_messages + 1) + 6000 * p_images;
  -- What nobody asked for is not held: without a bound of the caller's an answer has a usual one.
  v_action.max_output_tokens := coalesce(
    p_max_output_tokens, least(4096, v_model.max_output_tokens));

  -- What failed frees its key. Should its worker live after all, its news come too late.
  update public.actions
  set client_key = id::text, error_code = replace(error_code, 'worker_lost', 'worker_replaced')
  where user_id = v_key.user_id and client_key = p_client_key and state = 'failed'
    and fingerprint = p_fingerprint;
  v_receipt := private.start_action(v_action, p_ip, interval '4 minutes');
  if (v_receipt ->> 'is_repeat')::boolean then
    raise sqlstate 'PT409' using
      message = 'completion_repeated',
      detail = jsonb_build_object('receipt', v_receipt)::text,
      hint = 'This idempotency key already has its answer, or is getting it; it is charged once.';
  end if;
  perform private.note_api_key_use(v_key.id);
  perform private.require_working_providers(array[v_model.provider]);
  return v_receipt || jsonb_build_object(
    'provider', v_model.provider, 'max_output_tokens', v_action.max_output_tokens,
    'moderation', private.provider_moderation());
end;
$function$;

GRANT EXECUTE ON FUNCTION "public"."begin_completion"(text, text, text, text[], bigint, integer, integer, bigint, uuid, text, inet) TO "service_role";

COMMENT ON FUNCTION "public"."begin_completion"(text, text, text, text[], bigint, integer, integer, bigint, uuid, text, inet) IS 'Starts an answer without a conversation for a person or a key, one of both: checks them, plan, limits and model, holds what it may cost at most. Needs: capabilities of models. PT400, PT401, PT402, PT403, PT404, PT409, PT429, PT503.';

REVOKE ALL ON FUNCTION "public"."begin_completion"(text, text, text, text[], bigint, integer, integer, bigint, uuid, text, inet) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."begin_completion"(text, text, text, text[], bigint, integer, integer, bigint, uuid, text, inet) TO "postgres";

REVOKE ALL ON FUNCTION "public"."begin_completion"(text, text, text, text[], bigint, integer, integer, bigint, uuid, text, inet) FROM PUBLIC, "anon", "authenticated";
