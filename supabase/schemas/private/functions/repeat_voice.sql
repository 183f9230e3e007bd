-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.repeat_voice (
  p_user_id         uuid,
  p_client_key      text,
  p_conversation_id uuid
)
  RETURNS jsonb
  LANGUAGE plpgsql
  SET search_path TO ''
  AS $function$
declare
  v_session public.voice_sessions;
begin
  update public.voice_sessions set call_nr = call_nr + 1
  where user_id = p_user_id and client_key = p_client_key
  returning * into v_session;
  if not found then
    raise sqlstate 'PT409' using
      message = 'voice_running',
      detail = jsonb_build_object('session_id', (
        select id from public.voice_sessions
        where user_id = p_user_id and state in ('starting', 'running')))::text,
      hint = 'End the talk that is going on first.';
  end if;
  if v_session.conversation_id is distinct from p_conversation_id then
    raise sqlstate 'PT409' using
      message = 'idempotency_conflict',
      detail = jsonb_build_object('client_key', p_client_key)::text,
      hint = 'This id was already used for another talk.';
  end if;
  if private.is_voice_over(v_session) then
    perform private.voice_ended(v_session);
  end if;
  return private.voice_context(v_session, true);
end;
$function$;

COMMENT ON FUNCTION "private"."repeat_voice"(uuid, text, uuid) IS 'The talk of an id sent again, while it goes on. PT409, also for another id meanwhile.';

REVOKE ALL ON FUNCTION "private"."repeat_voice"(uuid, text, uuid) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."repeat_voice"(uuid, text, uuid) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."repeat_voice"(uuid, text, uuid) TO "postgres";
