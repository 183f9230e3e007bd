-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION public.renew_voice (
  p_session_id uuid
)
  RETURNS jsonb
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  v_profile public.profiles := private.require_active_profile(auth.uid());
  v_conversation public.conversations;
  v_session public.voice_sessions;
begin
  select * into v_session from public.voice_sessions
  where id = p_session_id and user_id = v_profile.id;
  if v_session.ended_at is null and v_session.id is not null then
    v_conversation := private.open_conversation(
      v_profile.id, v_session.conversation_id::text, null);
  end if;
  v_session := private.lock_voice(p_session_id, v_profile.id);
  if private.is_voice_over(v_session) then
    perform private.voice_ended(v_session);
  end if;
  -- Only the last half minute is renewed: so a renewal that comes twice holds once.
  if v_session.state = 'running' and v_session.held_until <= now() + interval '30 seconds' then
    -- OpenAI ends a call after an hour: nobody pays for more of it.
    if v_session.held_seconds >= 3600 then
      raise sqlstate 'PT409' using
        message = 'voice_too_long',
        detail = jsonb_build_object('held_until', v_session.held_until)::text,
        hint = 'A talk is an hour at most; start another one.';
    end if;
    v_session := private.hold_voice(
      v_session, v_conversation.character_id, v_session.held_until);
  end if;
  return private.voice_receipt(v_session);
end;
$function$;

GRANT EXECUTE ON FUNCTION "public"."renew_voice"(uuid) TO "authenticated";

COMMENT ON FUNCTION "public"."renew_voice"(uuid) IS 'Holds the next minute of the caller''s talk when half a minute or less is left, and changes nothing before. A refusal leaves the talk to its held end. PT401, PT402, PT403, PT404, PT409, PT429.';

REVOKE ALL ON FUNCTION "public"."renew_voice"(uuid) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."renew_voice"(uuid) TO "postgres";

REVOKE ALL ON FUNCTION "public"."renew_voice"(uuid) FROM PUBLIC, "anon", "service_role";
