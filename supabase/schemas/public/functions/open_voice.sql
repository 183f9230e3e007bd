-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION public.open_voice (
  p_session_id uuid
)
  RETURNS jsonb
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  v_session public.voice_sessions := private.lock_voice(p_session_id);
begin
  if v_session.ended_at is not null
    or (v_session.state = 'running' and v_session.held_until < now())
  then
    perform private.voice_ended(v_session);
  end if;
  if v_session.state = 'starting' then
    update public.voice_sessions
    set state = 'running', opened_at = now(),
      held_until = now() + make_interval(secs => held_seconds)
    where id = p_session_id
    returning * into v_session;
    perform private.note_call('openai', v_session.model, true, null, v_session.created_at);
  end if;
  return private.voice_receipt(v_session);
end;
$function$;

GRANT EXECUTE ON FUNCTION "public"."open_voice"(uuid) TO "service_role";

COMMENT ON FUNCTION "public"."open_voice"(uuid) IS 'A secret for the talk is there: its time runs from the first one on. Returns the receipt so far. PT404, PT409 when the talk has ended meanwhile.';

REVOKE ALL ON FUNCTION "public"."open_voice"(uuid) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."open_voice"(uuid) TO "postgres";

REVOKE ALL ON FUNCTION "public"."open_voice"(uuid) FROM PUBLIC, "anon", "authenticated";
