-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.record_background (
  p_user_id      uuid,
  p_character_id uuid,
  p_action       text,
  p_usage        jsonb
)
  RETURNS void
  LANGUAGE plpgsql
  SET search_path TO ''
  AS $function$
declare
  v_record private.usage_record;
  v_price private.model_price;
begin
  v_price := private.model_price_at(p_usage ->> 'provider', p_usage ->> 'model', now(),
    (p_usage ->> 'input_tokens')::bigint);
  v_record.user_id := p_user_id;
  v_record.character_id := p_character_id;
  v_record.action := p_action;
  v_record.operation_key := format('%s:%s', p_action, gen_random_uuid());
  v_record.plan := (private.current_plan(p_user_id)).slug;
  v_record.provider := p_usage ->> 'provider';
  v_record.model := p_usage ->> 'model';
  v_record.price_id := v_price.id;
  v_record.input_tokens := (p_usage ->> 'input_tokens')::bigint;
  v_record.cached_input_tokens := (p_usage ->> 'cached_input_tokens')::bigint;
  v_record.output_tokens := (p_usage ->> 'output_tokens')::bigint;
  v_record.calls := 1;
  v_record.units := 1;
  v_record.credits := 0;
  v_record.cost_micros := private.token_cost(v_price, private.usage_of(p_usage));
  v_record.latency_ms := (p_usage ->> 'latency_ms')::integer;
  v_record.outcome := 'complete';
  perform private.record_usage(v_record);
end;
$function$;

COMMENT ON FUNCTION "private"."record_background"(uuid, uuid, text, jsonb) IS 'Records a call to a model that the platform pays for.';

REVOKE ALL ON FUNCTION "private"."record_background"(uuid, uuid, text, jsonb) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."record_background"(uuid, uuid, text, jsonb) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."record_background"(uuid, uuid, text, jsonb) TO "postgres";
