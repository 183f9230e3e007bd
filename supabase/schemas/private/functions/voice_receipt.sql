-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.voice_receipt (
  p_session public.voice_sessions
)
  RETURNS jsonb
  LANGUAGE plpgsql
  STABLE
  SET search_path TO ''
  AS $function$
declare
  v_is_open boolean := p_session.ended_at is null;
begin
  return jsonb_build_object(
    'session_id', p_session.id, 'conversation_id', p_session.conversation_id,
    'state', p_session.state, 'plan', p_session.plan, 'model', p_session.model,
    'voice', p_session.voice, 'held_seconds', p_session.held_seconds,
    'held_credits', p_session.held_credits, 'held_until', p_session.held_until,
    'seconds_left', case when v_is_open then
      greatest(0, floor(extract(epoch from p_session.held_until - now())))::bigint end,
    'seconds', p_session.seconds, 'charged_credits', p_session.charged_credits,
    'refunded_credits',
      case when v_is_open then 0 else p_session.held_credits - p_session.charged_credits end,
    'available_credits', private.available_credits(p_session.user_id),
    'finish_reason', p_session.finish_reason, 'error_code', p_session.error_code);
end;
$function$;

COMMENT ON FUNCTION "private"."voice_receipt"(public.voice_sessions) IS 'What a talk held, cost and gave back.';

REVOKE ALL ON FUNCTION "private"."voice_receipt"(public.voice_sessions) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."voice_receipt"(public.voice_sessions) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."voice_receipt"(public.voice_sessions) TO "postgres";
