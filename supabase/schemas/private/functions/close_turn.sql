-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.close_turn (
  p_turn          public.turns,
  p_state         text,
  p_text          text,
  p_finish_reason text,
  p_error_code    text,
  p_usage         jsonb,
  p_attempts      jsonb        DEFAULT '[]'::jsonb,
  p_thoughts      text         DEFAULT ''::text
)
  RETURNS void
  LANGUAGE plpgsql
  SET search_path TO ''
  AS $function$
declare
  v_state text;
  v_is_open boolean := p_turn.state = 'streaming';
  v_reported private.token_usage := private.usage_of(p_usage);
  v_joined private.token_usage := private.joined_usage(v_reported, p_attempts);
  v_counted private.token_usage := private.count_usage(
    p_turn.input_tokens_estimate, octet_length(p_text), v_joined);
  v_price private.model_price;
  v_cost bigint;
  v_charged bigint;
begin
  if v_is_open
    and private.meets_block(p_turn, 'output', private.thought_and_said(p_thoughts, p_text))
  then
    p_text := '';
    p_error_code := 'answer_blocked';
  end if;
  -- Whether it failed is decided by what was delivered, not by who reports it.
  v_state := case
    when p_text !~ '\S' then 'failed' when p_state = 'failed' then 'interrupted' else p_state end;
  perform from private.wallet where owner_id = p_turn.user_id for no key update;
  -- The price is that of the model that was asked for, whoever answered.
  v_price := private.model_price_at(
    case when coalesce(p_usage ->> 'model', p_turn.model) = p_turn.model
      then p_usage ->> 'provider' end,
    p_turn.model, p_turn.started_at, v_counted.input_tokens);
  if v_state <> 'failed' or v_reported.output_tokens is not null then
    v_cost := private.token_cost(v_price, v_counted);
  end if;
  perform private.settle_allowance(p_turn.hold_id, private.turn_takes(v_state, v_counted));
  v_charged := private.charge(p_turn.user_id, p_turn.hold_id, v_is_open, p_turn.charged_credits,
    private.turn_charge(p_turn, v_state, v_counted.output_tokens, v_cost),
    format('turn:%s:%s:late', p_turn.id, p_turn.attempt), 'turn');

  update public.turns
  set state = v_state, charged_credits = v_charged, finish_reason = p_finish_reason,
    error_code = coalesce(p_error_code, case when v_state = 'failed' then 'empty_answer' end),
    price_id = v_price.id, input_tokens = v_joined.input_tokens,
    cached_input_tokens = v_joined.cached_input_tokens,
    output_tokens = v_joined.output_tokens, settled_at = now(),
    models = case v_state when 'failed' then '{}' else private.models_of(p_attempts) end
  where id = p_turn.id;
  update public.messages
  set state = v_state, content = case v_state when 'failed' then '' else p_text end,
    kind = case v_state when 'complete' then private.decide_kind(p_turn) else kind end
  where id = p_turn.assistant_message_id;
  if v_state = 'failed' then
    perform private.show_again(p_turn, p_error_code);
  end if;
  update public.conversations set last_message_at = now() where id = p_turn.conversation_id;
  if p_usage ->> 'model' <> p_turn.model or private.lost_bytes(p_attempts) > 0 then
    -- What the call cost us is not what is charged for the answer.
    v_counted := private.count_usage(p_turn.input_tokens_estimate,
      greatest(0, octet_length(p_text) - private.lost_bytes(p_attempts)), v_reported);
    v_price := private.model_price_at(p_usage ->> 'provider',
      coalesce(p_usage ->> 'model', p_turn.model), p_turn.started_at, v_counted.input_tokens);
    v_cost := case when v_state <> 'failed' or v_reported.output_tokens is not null
      then private.token_cost(v_price, v_counted) end;
  end if;
  perform private.record_turn_usage(p_turn, v_state, v_reported, v_price, v_cost,
    v_charged - p_turn.charged_credits, p_usage);
  perform private.record_lost_attempts(p_turn, v_reported, p_attempts);
end;
$function$;

COMMENT ON FUNCTION "private"."close_turn"(public.turns, text, text, text, text, jsonb, jsonb, text) IS 'Ends a turn: counts, charge, receipt, answer and usage, all or nothing.';

REVOKE ALL ON FUNCTION "private"."close_turn"(public.turns, text, text, text, text, jsonb, jsonb, text) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."close_turn"(public.turns, text, text, text, text, jsonb, jsonb, text) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."close_turn"(public.turns, text, text, text, text, jsonb, jsonb, text) TO "postgres";
