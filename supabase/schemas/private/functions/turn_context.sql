-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.turn_context (
  p_turn_id   uuid,
  p_is_repeat boolean,
  p_limits    jsonb
)
  RETURNS jsonb
  LANGUAGE plpgsql
  STABLE
  SET search_path TO ''
  AS $function$
begin
  return (select jsonb_build_object(
    'turn_id', turn.id,
    'attempt', turn.attempt,
    'is_repeat', p_is_repeat,
    'conversation_id', turn.conversation_id,
    'assistant_message_id', turn.assistant_message_id,
    'ui_message_id', case turn.operation when 'send' then turn.assistant_message_id
      else private.answer_head(turn.assistant_message_id) end,
    'held_credits', turn.held_credits,
    'limits', p_limits,
    'model', turn.model,
    'provider', private.provider_of(turn.model),
    'temperature', character.temperature,
    'max_output_tokens', turn.max_output_tokens,
    'system_prompt', private.with_summary(
      private.system_prompt(character, private.turn_text(turn)), turn.conversation_id),
    'messages', case when p_is_repeat then '[]' else private.asked_messages(turn, character) end
  )
  from public.turns as turn
  join public.conversations as conversation on conversation.id = turn.conversation_id
  join public.characters as character on character.id = conversation.character_id
  where turn.id = p_turn_id);
end;
$function$;

COMMENT ON FUNCTION "private"."turn_context"(uuid, boolean, jsonb) IS 'What the model is asked: prompt, parameters and messages, oldest first; a repeat asks nothing.';

REVOKE ALL ON FUNCTION "private"."turn_context"(uuid, boolean, jsonb) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."turn_context"(uuid, boolean, jsonb) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."turn_context"(uuid, boolean, jsonb) TO "postgres";
