-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION public.begin_turn (
  p_user_id           uuid,
  p_chat_id           text,
  p_client_message_id text,
  p_text              text,
  p_character         text DEFAULT NULL::text
)
  RETURNS jsonb
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  v_profile public.profiles := private.require_active_profile(p_user_id);
  v_fingerprint text;
  v_conversation public.conversations;
  v_character public.characters;
  v_turn public.turns;
begin
  v_conversation := private.open_conversation(p_user_id, p_chat_id, p_character);
  select * into strict v_character from public.characters where id = v_conversation.character_id;
  v_fingerprint := encode(sha256(convert_to(v_conversation.id || p_text, 'UTF8')), 'hex');

  insert into public.turns (user_id, conversation_id, client_message_id, fingerprint, model,
    max_output_tokens, held_credits)
  values (p_user_id, v_conversation.id, p_client_message_id, v_fingerprint, v_character.model,
    v_character.max_output_tokens, v_character.credit_price)
  on conflict on constraint turns_user_id_client_message_id_key do nothing
  returning * into v_turn;
  if not found then
    return private.repeat_turn(v_profile, p_client_message_id, v_fingerprint);
  end if;

  perform private.require_open_character(v_character.id, v_profile);
  perform private.fund_turn(v_turn);
  insert into public.messages (id, conversation_id, role, content, state) values
    (v_turn.user_message_id, v_conversation.id, 'user', p_text, 'complete'),
    (v_turn.assistant_message_id, v_conversation.id, 'assistant', '', 'streaming');
  update public.conversations set last_message_at = now() where id = v_conversation.id;
  return private.turn_context(v_turn.id, false);
end;
$function$;

GRANT EXECUTE ON FUNCTION "public"."begin_turn"(uuid, text, text, text, text) TO "service_role";

COMMENT ON FUNCTION "public"."begin_turn"(uuid, text, text, text, text) IS 'Starts a turn in one call: checks, holds credits, stores the message, returns what to ask the model. Repeats return the same turn. PT401, PT402, PT403, PT404, PT409.';

REVOKE ALL ON FUNCTION "public"."begin_turn"(uuid, text, text, text, text) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."begin_turn"(uuid, text, text, text, text) TO "postgres";

REVOKE ALL ON FUNCTION "public"."begin_turn"(uuid, text, text, text, text) FROM PUBLIC, "anon", "authenticated";
