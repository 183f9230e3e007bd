-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.repeat_turn (
  p_turn_id uuid,
  p_ip      inet
)
  RETURNS jsonb
  LANGUAGE plpgsql
  SET search_path TO ''
  AS $function$
declare
  v_turn public.turns;
  v_quote private.turn_quote;
  v_character public.characters;
  v_question public.messages;
  v_attachments uuid[];
  v_limits jsonb;
begin
  select * into strict v_turn from public.turns where id = p_turn_id for no key update;
  if v_turn.state <> 'failed' then
    return private.turn_context(v_turn.id, true, '[]');
  end if;

  select * into strict v_question from public.messages where id = v_turn.user_message_id;
  if v_question.deleted_at is not null then
    perform private.message_not_found();
  end if;
  -- Nothing was delivered and nothing charged: the same is tried again.
  update public.messages set deleted_at = null
  where id = v_turn.assistant_message_id and deleted_at is not null;
  perform private.show_path(
    v_turn.conversation_id, private.newest_leaf(v_turn.assistant_message_id));
  select * into strict v_character from public.characters
  where id = (select character_id from public.conversations where id = v_turn.conversation_id);
  v_attachments := private.attached_assets(v_question.id);
  v_quote := private.quote_turn(private.current_plan(v_turn.user_id), v_character,
    v_turn.conversation_id, private.turn_text(v_turn), v_attachments);
  update public.turns
  set state = 'streaming', attempt = attempt + 1, held_credits = v_quote.credits,
    plan = (v_quote.plan).slug, pricing = v_character.pricing,
    input_tokens_estimate = v_quote.input_tokens,
    model = v_character.model, models = '{}', max_output_tokens = v_character.max_output_tokens,
    hold_id = gen_random_uuid(), price_id = null, input_tokens = null,
    cached_input_tokens = null, output_tokens = null, finish_reason = null, error_code = null,
    started_at = now(), stop_requested_at = null, settled_at = null
  where id = v_turn.id
  returning * into v_turn;
  v_limits := private.fund_turn(v_turn, v_quote, v_character, p_ip, v_question.kind,
    cardinality(v_attachments));
  update public.messages set state = 'streaming' where id = v_turn.assistant_message_id;
  return private.moderated_context(v_turn, v_limits);
end;
$function$;

COMMENT ON FUNCTION "private"."repeat_turn"(uuid, inet) IS 'A turn asked for again: the same, or a new attempt of one that failed.';

REVOKE ALL ON FUNCTION "private"."repeat_turn"(uuid, inet) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."repeat_turn"(uuid, inet) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."repeat_turn"(uuid, inet) TO "postgres";
