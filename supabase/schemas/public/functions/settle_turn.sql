-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION public.settle_turn (
  p_turn_id       uuid,
  p_attempt       integer,
  p_state         text,
  p_text          text,
  p_finish_reason text    DEFAULT NULL::text,
  p_error_code    text    DEFAULT NULL::text,
  p_usage         jsonb   DEFAULT '{}'::jsonb,
  p_attempts      jsonb   DEFAULT '[]'::jsonb,
  p_thoughts      text    DEFAULT ''::text,
  p_verdicts      jsonb   DEFAULT '[]'::jsonb
)
  RETURNS jsonb
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  v_turn public.turns;
  v_wants text[] := '{}';
begin
  -- Before the turn, as beginning and deleting lock them; its branch may be hidden again.
  perform from public.conversations
  where id = (select conversation_id from public.turns where id = p_turn_id)
  for no key update;
  select * into v_turn from public.turns where id = p_turn_id for no key update;
  if not found then
    raise sqlstate 'PT404' using message = 'turn_not_found', hint = 'There is no such turn.';
  end if;
  perform private.note_verdicts(p_turn_id, p_attempt, p_verdicts);
  -- Only the attempt that is open ends the turn, once; or the sweep ended it for want of news.
  if v_turn.attempt = p_attempt and (v_turn.state = 'streaming'
    or (v_turn.error_code = 'worker_lost' and p_text ~ '\S'
      and not private.meets_block(
        v_turn, 'output', private.thought_and_said(p_thoughts, p_text))))
  then
    perform private.close_turn(v_turn, p_state, p_text, p_finish_reason, p_error_code,
      coalesce(p_usage, '{}'), p_attempts, p_thoughts);
    v_wants := array_remove(array[
      case when private.wants_title(v_turn) then 'title' end,
      case when private.wants_summary(v_turn) then 'summary' end], null);
    perform private.note_attempts(p_attempts, v_turn.started_at);
  elsif v_turn.attempt = p_attempt and v_turn.error_code = 'worker_lost'
    and p_error_code = 'answer_blocked'
  then
    perform private.take_back_answer(v_turn, p_error_code);
  end if;
  return private.turn_receipt(p_turn_id) || jsonb_build_object('wants', v_wants,
    'answer', private.answer_facts(v_turn.assistant_message_id));
end;
$function$;

GRANT EXECUTE ON FUNCTION "public"."settle_turn"(uuid, integer, text, text, text, text, jsonb, jsonb, text, jsonb) TO "service_role";

COMMENT ON FUNCTION "public"."settle_turn"(uuid, integer, text, text, text, text, jsonb, jsonb, text, jsonb) IS 'Ends a turn as complete, stopped, interrupted or failed; a repeat changes nothing. Returns its receipt, what the conversation wants now (a title, a summary), and of the answer its kind and attachments. p_usage: provider, input_tokens, cached_input_tokens, cache_write_tokens, output_tokens, first_token_ms, latency_ms, as far as they are known; and model, if it is not the one that was asked for. p_attempts: the models that were asked, as turn_chain says. p_thoughts: what was thought aloud, which is not kept. p_verdicts: what the provider''s moderation said, as record_moderation takes it. PT404.';

REVOKE ALL ON FUNCTION "public"."settle_turn"(uuid, integer, text, text, text, text, jsonb, jsonb, text, jsonb) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."settle_turn"(uuid, integer, text, text, text, text, jsonb, jsonb, text, jsonb) TO "postgres";

REVOKE ALL ON FUNCTION "public"."settle_turn"(uuid, integer, text, text, text, text, jsonb, jsonb, text, jsonb) FROM PUBLIC, "anon", "authenticated";
