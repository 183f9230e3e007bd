-- charge_turn: what an answer costs, once it is known how it ended. The rules of states and charges
-- stand in the turns migration, those of prices in model_prices.
-- Callers: settle_turn and the sweep, through close_turn.

create function private.usage_of(p_usage jsonb)
returns private.token_usage
language plpgsql
immutable
set search_path = ''
as $$
begin
  return jsonb_populate_record(null::private.token_usage, p_usage);
end;
$$;
comment on function private.usage_of is 'The token counts in what a function reported of a call.';

create function private.count_usage(
  p_input_tokens_estimate bigint, p_bytes bigint, p_usage private.token_usage)
returns private.token_usage
language plpgsql
immutable
set search_path = ''
as $$
begin
  -- A provider that was cut off reports no tokens: four bytes of text count as one. The estimate
  -- is a bound, of three bytes a token.
  p_usage.output_tokens := coalesce(p_usage.output_tokens, ceil(p_bytes / 4.0));
  p_usage.input_tokens := coalesce(p_usage.input_tokens, ceil(p_input_tokens_estimate * 0.75));
  return p_usage;
end;
$$;
comment on function private.count_usage is
  'The tokens of an answer: as reported, or as far as they can be counted.';

create function private.turn_charge(
  p_turn public.turns, p_state text, p_output_tokens bigint, p_cost_micros bigint)
returns bigint
language plpgsql
stable
set search_path = ''
as $$
begin
  return case
    when p_state = 'failed' then 0
    when p_turn.pricing = 'metered' then least(p_turn.held_credits,
      greatest(1, private.credits_of_cost(p_cost_micros)))
    when p_state = 'complete' then p_turn.held_credits
    else least(p_turn.held_credits, greatest(1, ceil(
      p_turn.held_credits::numeric * p_output_tokens / p_turn.max_output_tokens)::bigint))
  end;
end;
$$;
comment on function private.turn_charge is
  'Credits for an answer, never more than was held. Metered: by its cost, at least one. Fixed: all '
  'when complete, else the delivered share of the token limit, rounded up and at least one.';

create function private.turn_receipt(p_turn_id uuid)
returns jsonb
language plpgsql
stable
set search_path = ''
as $$
begin
  return (select jsonb_build_object(
    'turn_id', turn.id,
    'state', turn.state,
    'plan', turn.plan,
    'pricing', turn.pricing,
    'model', turn.model,
    'models', to_jsonb(turn.models),
    'price_id', turn.price_id,
    'held_credits', turn.held_credits,
    'charged_credits', turn.charged_credits,
    'refunded_credits',
      case when turn.state = 'streaming' then 0
           else turn.held_credits - turn.charged_credits
             + private.refunded_in_all(turn.hold_id) end,
    'available_credits', private.available_credits(turn.user_id),
    'input_tokens', turn.input_tokens,
    'cached_input_tokens', turn.cached_input_tokens,
    'output_tokens', turn.output_tokens,
    'finish_reason', turn.finish_reason,
    'error_code', turn.error_code,
    'notices', private.moderation_notices(turn.id, turn.attempt)
  )
  from public.turns as turn where turn.id = p_turn_id);
end;
$$;
comment on function private.turn_receipt is 'What a turn held, cost and gave back, and why.';

create function private.charge(
  p_user_id uuid, p_hold_id uuid, p_is_open boolean, p_charged_credits bigint, p_credits bigint,
  p_late_key text, p_reason text)
returns bigint
language plpgsql
volatile
set search_path = ''
as $$
declare
  v_hold private.ledger_hold;
  v_credits bigint;
begin
  if p_is_open then
    if p_credits = 0 then
      v_hold := private.void(p_hold_id);
    else
      v_hold := private.settle(p_hold_id, p_credits);
    end if;
    return v_hold.settled_amount;
  end if;

  -- Later than the sweep: the hold is closed. What is missing is charged as far as the wallet
  -- reaches; what is too much is given back, unless an admin did.
  v_credits := least(p_credits - p_charged_credits, private.available_credits(p_user_id));
  if v_credits > 0 then
    v_hold := private.hold(p_user_id, v_credits, p_late_key, p_reason, interval '1 minute');
    perform private.settle(v_hold.id, v_credits);
  else
    perform private.refund_up_to(p_hold_id, -v_credits, p_late_key, 'late_settlement');
  end if;
  return p_charged_credits + greatest(v_credits, 0);
end;
$$;
comment on function private.charge is
  'Closes an open hold, or trues up what the sweep closed, the wallet being locked; returns the '
  'total charged.';

create function private.turn_takes(p_state text, p_usage private.token_usage)
returns private.take[]
language plpgsql
immutable
set search_path = ''
as $$
declare
  -- Of what failed something was seen where tokens came: thoughts, or words that were blocked.
  v_is_delivered bigint := (p_state <> 'failed' or p_usage.output_tokens > 0)::integer;
begin
  return array[
    row('requests', v_is_delivered), row('messages', v_is_delivered),
    row('text_messages', v_is_delivered), row('audio_messages', v_is_delivered),
    row('media_messages', v_is_delivered),
    -- Of what was delivered as many as were sent.
    row('attachments', case p_state when 'failed' then 0 end),
    row('tokens', v_is_delivered * (
      coalesce(p_usage.input_tokens, 0) + coalesce(p_usage.output_tokens, 0)))
  ]::private.take[];
end;
$$;
comment on function private.turn_takes is
  'What a turn counts in the end: nothing when it failed before anything was seen of its answer.';

create function private.close_turn(
  p_turn public.turns, p_state text, p_text text, p_finish_reason text, p_error_code text,
  p_usage jsonb, p_attempts jsonb default '[]', p_thoughts text default '')
returns void
language plpgsql
volatile
set search_path = ''
as $$
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
$$;
comment on function private.close_turn is
  'Ends a turn: counts, charge, receipt, answer and usage, all or nothing.';

create function private.record_turn_usage(
  p_turn public.turns, p_state text, p_tokens private.token_usage, p_price private.model_price,
  p_cost_micros bigint, p_credits bigint, p_usage jsonb)
returns void
language plpgsql
volatile
set search_path = ''
as $$
declare
  v_record private.usage_record;
  v_key text := format('turn:%s:%s', p_turn.id, p_turn.attempt);
  v_is_late boolean := p_turn.state <> 'streaming';
begin
  v_record.user_id := p_turn.user_id;
  v_record.action := 'chat';
  v_record.operation_key := v_key || case when v_is_late then ':late' else '' end;
  v_record.character_id := (
    select character_id from public.conversations where id = p_turn.conversation_id);
  v_record.plan := p_turn.plan;
  v_record.provider := coalesce(p_usage ->> 'provider', p_price.provider);
  v_record.model := coalesce(p_usage ->> 'model', p_turn.model);
  v_record.price_id := p_price.id;
  v_record.input_tokens := p_tokens.input_tokens;
  v_record.cached_input_tokens := p_tokens.cached_input_tokens;
  v_record.cache_write_tokens := p_tokens.cache_write_tokens;
  v_record.output_tokens := p_tokens.output_tokens;
  v_record.calls := (not v_is_late)::integer;
  v_record.units := (not v_is_late)::integer;
  v_record.credits := p_credits;
  v_record.cost_micros := p_cost_micros;
  if v_is_late then
    -- The sweep's row has an estimate of the cost: a later one has what is missing of it.
    v_record.cost_micros := p_cost_micros - coalesce((
      select cost_micros from private.usage_record where operation_key = v_key), 0);
  end if;
  v_record.first_token_ms := (p_usage ->> 'first_token_ms')::integer;
  v_record.latency_ms := (p_usage ->> 'latency_ms')::integer;
  v_record.outcome := p_state;
  perform private.record_usage(v_record);
end;
$$;
comment on function private.record_turn_usage is 'Records the call that answered a turn.';
