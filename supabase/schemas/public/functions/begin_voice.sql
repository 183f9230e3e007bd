-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION public.begin_voice (
  p_user_id    uuid,
  p_chat_id    text,
  p_client_key text,
  p_character  text DEFAULT NULL::text,
  p_ip         inet DEFAULT NULL::inet
)
  RETURNS jsonb
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  v_profile public.profiles := private.require_active_profile(p_user_id);
  v_conversation public.conversations :=
    private.open_conversation(p_user_id, p_chat_id, p_character);
  v_session public.voice_sessions := private.quote_voice(v_conversation.character_id);
begin
  perform private.close_lost_voice(p_user_id);
  update public.voice_sessions set client_key = id::text
  where user_id = p_user_id and client_key = p_client_key and state = 'failed'
    and conversation_id = v_conversation.id;
  insert into public.voice_sessions (user_id, conversation_id, client_key, plan, model, voice,
    pricing, price_credits, price_per)
  values (p_user_id, v_conversation.id, p_client_key, (private.current_plan(p_user_id)).slug,
    v_session.model, v_session.voice, v_session.pricing, v_session.price_credits,
    v_session.price_per)
  -- Either its key, or another talk of the person's that goes on.
  on conflict do nothing
  returning * into v_session;
  if not found then
    return private.repeat_voice(p_user_id, p_client_key, v_conversation.id);
  end if;
  v_session := private.hold_voice(v_session, v_conversation.character_id,
    now() + private.turn_lease(), p_ip);
  perform private.require_working_providers(array['openai']);
  return private.voice_context(v_session, false);
end;
$function$;

GRANT EXECUTE ON FUNCTION "public"."begin_voice"(uuid, text, text, text, inet) TO "service_role";

COMMENT ON FUNCTION "public"."begin_voice"(uuid, text, text, text, inet) IS 'Starts a talk in a conversation, one for a person at a time: checks character, plan and limits, holds its first minute, returns what to ask OpenAI. Repeats return the same talk. PT401, PT402, PT403, PT404, PT409, PT429, PT503.';

REVOKE ALL ON FUNCTION "public"."begin_voice"(uuid, text, text, text, inet) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."begin_voice"(uuid, text, text, text, inet) TO "postgres";

REVOKE ALL ON FUNCTION "public"."begin_voice"(uuid, text, text, text, inet) FROM PUBLIC, "anon", "authenticated";
