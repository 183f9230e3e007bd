-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION public.begin_turn (
  p_user_id           uuid,
  p_chat_id           text,
  p_client_message_id text,
  p_text              text,
  p_character         text DEFAULT NULL::text,
  p_ip                inet DEFAULT NULL::inet,
  p_kind              text DEFAULT 'text'::text
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
  v_quote private.turn_quote;
  v_turn public.turns;
  v_limits jsonb;
begin
  v_conversation := private.open_conversation(p_user_id, p_chat_id, p_character);
  select * into strict v_character from public.characters where id = v_conversation.character_id;
  v_fingerprint := encode(sha256(convert_to(v_conversation.id || p_text, 'UTF8')), 'hex');
  v_quote := private.quote_turn(
    private.current_plan(p_user_id), v_character, v_conversation.id, p_text);

  insert into public.turns (user_id, conversation_id, client_message_id, fingerprint, plan, model,
    pricing, max_output_tokens, input_tokens_estimate, held_credits)
  values (p_user_id, v_conversation.id, p_client_message_id, v_fingerprint, (v_quote.plan).slug,
    v_character.model, v_character.pricing, v_character.max_output_tokens, v_quote.input_tokens,
    v_quote.credits)
  on conflict on constraint turns_user_id_client_message_id_key do nothing
  returning * into v_turn;
  if not found then
    return private.repeat_turn(p_user_id, p_client_message_id, v_fingerprint, p_ip);
  end if;

  v_limits := private.fund_turn(v_turn, v_quote, v_character, p_ip, p_kind);
  insert into public.messages (id, conversation_id, role, kind, content, state) values
    (v_turn.user_message_id, v_conversation.id, 'user', p_kind, p_text, 'complete'),
    (v_turn.assistant_message_id, v_conversation.id, 'assistant', 'text', '', 'streaming');
  update public.conversations set last_message_at = now() where id = v_conversation.id;
  return private.turn_context(v_turn.id, false, v_limits);
end;
$function$;

GRANT EXECUTE ON FUNCTION "public"."begin_turn"(uuid, text, text, text, text, inet, text) TO "service_role";

COMMENT ON FUNCTION "public"."begin_turn"(uuid, text, text, text, text, inet, text) IS 'Starts a turn in one call: checks plan and limits, holds credits, stores the message, returns what to ask the model. Repeats return the same turn. PT401, PT402, PT403, PT404, PT409, PT429, PT503.';

REVOKE ALL ON FUNCTION "public"."begin_turn"(uuid, text, text, text, text, inet, text) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."begin_turn"(uuid, text, text, text, text, inet, text) TO "postgres";

REVOKE ALL ON FUNCTION "public"."begin_turn"(uuid, text, text, text, text, inet, text) FROM PUBLIC, "anon", "authenticated";
