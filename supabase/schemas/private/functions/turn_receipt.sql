-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.turn_receipt (
  p_turn_id uuid
)
  RETURNS jsonb
  LANGUAGE plpgsql
  STABLE
  SET search_path TO ''
  AS $function$
begin
  return (select jsonb_build_object(
    'turn_id', turn.id,
    'state', turn.state,
    'plan', turn.plan,
    'pricing', turn.pricing,
    'model', turn.model,
    'models', to_jsonb(turn.models),
    'price_id', turn.price_id,
    'held_credits', turn.held_credits,
    'charged_credits', turn.charged_credits,
    'refunded_credits',
      case when turn.state = 'streaming' then 0
           else turn.held_credits - turn.charged_credits
             + private.refunded_in_all(turn.hold_id) end,
    'available_credits', private.available_credits(turn.user_id),
    'input_tokens', turn.input_tokens,
    'cached_input_tokens', turn.cached_input_tokens,
    'output_tokens', turn.output_tokens,
    'finish_reason', turn.finish_reason,
    'error_code', turn.error_code,
    'notices', private.moderation_notices(turn.id, turn.attempt)
  )
  from public.turns as turn where turn.id = p_turn_id);
end;
$function$;

COMMENT ON FUNCTION "private"."turn_receipt"(uuid) IS 'What a turn held, cost and gave back, and why.';

REVOKE ALL ON FUNCTION "private"."turn_receipt"(uuid) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."turn_receipt"(uuid) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."turn_receipt"(uuid) TO "postgres";
