-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.open_turn (
  p_turn        public.turns,
  p_parent_id   uuid,
  p_text        text,
  p_kind        text,
  p_attachments uuid[],
  p_ip          inet
)
  RETURNS jsonb
  LANGUAGE plpgsql
  SET search_path TO ''
  AS $function$
declare
  v_character public.characters;
  v_quote private.turn_quote;
  v_turn public.turns;
  v_limits jsonb;
begin
  select * into strict v_character from public.characters
  where id = (select character_id from public.conversations where id = p_turn.conversation_id);
  p_turn.fingerprint := private.payload_fingerprint(
    p_turn.conversation_id, p_text, p_attachments);
  p_text := private.said_text(p_turn.user_id, p_text, p_attachments);
  v_quote := private.quote_turn(private.current_plan(p_turn.user_id), v_character,
    p_turn.conversation_id, p_text, p_attachments);

  insert into public.turns (user_id, conversation_id, client_message_id, fingerprint, operation,
    answer_kind, source_message_id, left_message_id, user_message_id, plan, model, pricing,
    max_output_tokens, input_tokens_estimate, held_credits)
  values (p_turn.user_id, p_turn.conversation_id,
    coalesce(p_turn.client_message_id, gen_random_uuid()::text), p_turn.fingerprint,
    coalesce(p_turn.operation, 'send'), p_turn.answer_kind, p_turn.source_message_id,
    p_turn.left_message_id,
    coalesce(p_turn.user_message_id, gen_random_uuid()), (v_quote.plan).slug, v_character.model,
    v_character.pricing, v_character.max_output_tokens, v_quote.input_tokens, v_quote.credits)
  on conflict on constraint turns_user_id_client_message_id_key do nothing
  returning * into v_turn;
  if not found then
    return private.repeat_message(p_turn, p_ip);
  end if;

  v_limits := private.fund_turn(
    v_turn, v_quote, v_character, p_ip, p_kind, cardinality(p_attachments));
  if p_turn.user_message_id is null then
    insert into public.messages (
      id, conversation_id, parent_id, author_id, role, kind, content)
    values (v_turn.user_message_id, v_turn.conversation_id, p_parent_id, v_turn.user_id, 'user',
      p_kind, p_text);
    perform private.attach(
      v_turn.user_id, v_turn.conversation_id, v_turn.user_message_id, p_attachments);
  end if;
  insert into public.messages (id, conversation_id, parent_id, role, content, state)
  values (v_turn.assistant_message_id, v_turn.conversation_id,
    case when p_turn.user_message_id is null then v_turn.user_message_id else p_parent_id end,
    'assistant', '', 'streaming');
  update public.conversations set last_message_at = now() where id = v_turn.conversation_id;
  return private.moderated_context(v_turn, v_limits);
end;
$function$;

COMMENT ON FUNCTION "private"."open_turn"(public.turns, uuid, text, text, uuid[], inet) IS 'A turn of that person, conversation and operation, funded, with its messages below a parent: a question, unless the turn names one that is there, and the answer. Returns what to ask.';

REVOKE ALL ON FUNCTION "private"."open_turn"(public.turns, uuid, text, text, uuid[], inet) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."open_turn"(public.turns, uuid, text, text, uuid[], inet) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."open_turn"(public.turns, uuid, text, text, uuid[], inet) TO "postgres";
