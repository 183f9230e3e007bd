-- turn_chain: the models that a turn may ask, one after another, and what became of those it asked.
-- Callers: begin_turn and its like, through moderated_context; settle_turn and the sweep, through
-- close_turn; what settles actions, for note_attempts.
--
-- An attempt is one model asked for one turn, all tries before its first word together:
--   {provider, model, is_up, reason, bytes, thought_bytes, and of p_usage what is known of it}
-- is_up is null where the attempt says nothing about the provider, as when a person stopped it.
-- Those with bytes have words in the answer. The last of them ended it, and p_usage is its usage;
-- when none has, it is that of the last that thought aloud. All others that were heard were lost on
-- the way, or had nothing to add, and the platform bears what they cost.

create function private.claim_chain(p_turn public.turns)
returns jsonb
language plpgsql
volatile
set search_path = ''
as $$
declare
  v_link record;
  v_chain jsonb := '[]';
  v_must_see boolean := private.count_pictures(
    private.attached_assets(p_turn.user_message_id)) > 0;
begin
  for v_link in
    select asked.model, served.provider, model.context_tokens, model.capabilities,
      least(p_turn.max_output_tokens, model.max_output_tokens) as max_output_tokens,
      asked.may_continue, coalesce(breaker.state, 'closed') as state,
      private.image_tokens(asked.model) > 0 as sees,
      coalesce('reasoning' = any (model.capabilities), false) as reasons
    from (
      select p_turn.model as model, 0 as place, false as may_continue
      union all
      select fallback, place, may_continue from public.model_fallbacks
      where model = p_turn.model and exists (
        select from public.plans
        where slug = p_turn.plan and (plans.models is null or fallback = any (plans.models)))
    ) as asked
    left join public.models as model on model.id = asked.model
    cross join lateral (select coalesce(model.provider, 'openai') as provider) as served
    left join private.provider_breaker as breaker on breaker.provider = served.provider
    order by asked.place
  loop
    continue when v_must_see and not v_link.sees;
    -- Who tries a provider for all others is asked first: a later place may never be reached.
    continue when v_link.state <> 'closed'
      and (v_chain <> '[]' or not private.claim_probe(v_link.provider));
    v_chain := v_chain || jsonb_build_object(
      'model', v_link.model,
      'provider', v_link.provider,
      'context_tokens', v_link.context_tokens,
      'max_output_tokens', v_link.max_output_tokens,
      'sees', v_link.sees,
      'reasons', v_link.reasons,
      'continues_by', case when v_link.may_continue then (
        case when 'prefill' = any (v_link.capabilities) then 'prefill' else 'instruction' end) end);
  end loop;
  return v_chain;
end;
$$;
comment on function private.claim_chain is
  'The model of a turn and its fallbacks in the plan, without providers that are left alone and, '
  'for a question with pictures, without models that cannot see; empty when none is left.';

create function private.spoken_attempts(p_attempts jsonb)
returns table (attempt jsonb, nr bigint, is_last boolean)
language plpgsql
immutable
set search_path = ''
as $$
begin
  return query
    select each.value, each.ordinality, each.ordinality = max(each.ordinality) over ()
    from jsonb_array_elements(p_attempts) with ordinality as each
    where (each.value ->> 'bytes')::bigint > 0;
end;
$$;
comment on function private.spoken_attempts is 'The attempts with words in the answer, in order.';

create function private.models_of(p_attempts jsonb)
returns text[]
language plpgsql
immutable
set search_path = ''
as $$
begin
  return array(
    select attempt ->> 'model' from private.spoken_attempts(p_attempts)
    group by 1 order by min(nr));
end;
$$;
comment on function private.models_of is 'The models whose words are in the answer, in order.';

create function private.lost_bytes(p_attempts jsonb)
returns bigint
language plpgsql
immutable
set search_path = ''
as $$
begin
  return coalesce((
    select sum((attempt ->> 'bytes')::bigint) from private.spoken_attempts(p_attempts)
    where not is_last), 0);
end;
$$;
comment on function private.lost_bytes is 'How much of the answer is by attempts that were lost.';

create function private.joined_usage(p_usage private.token_usage, p_attempts jsonb)
returns private.token_usage
language plpgsql
immutable
set search_path = ''
as $$
declare
  v_lost bigint := ceil(private.lost_bytes(p_attempts) / 4.0);
begin
  -- What was lost is input of the model that went on: the person pays for it once, as output.
  -- A count below nothing stays one, and is refused by the receipt.
  if p_usage.input_tokens > 0 then
    p_usage.input_tokens := greatest(p_usage.input_tokens - v_lost, 0);
  end if;
  p_usage.output_tokens := p_usage.output_tokens + v_lost;
  return p_usage;
end;
$$;
comment on function private.joined_usage is
  'The tokens of an answer that several models gave, as if one had: by the usage of the last.';

create function private.lost_attempts(p_attempts jsonb)
returns table (attempt jsonb, nr bigint, bytes bigint)
language plpgsql
immutable
set search_path = ''
as $$
begin
  return query
    select heard.attempt, heard.nr, heard.said + heard.thought
    from (
      select each.value as attempt, each.ordinality as nr,
        coalesce((each.value ->> 'bytes')::bigint, 0) as said,
        coalesce((each.value ->> 'thought_bytes')::bigint, 0) as thought,
        coalesce((each.value ->> 'output_tokens')::bigint, 0) as told
      from jsonb_array_elements(p_attempts) with ordinality as each
    ) as heard
    where heard.said + heard.thought + heard.told > 0
    order by heard.said > 0 desc, heard.thought > 0 desc, heard.nr desc
    offset 1;
end;
$$;
comment on function private.lost_attempts is
  'The attempts that were heard and whose usage is not the answer''s, with the bytes of what they '
  'said and thought.';

create function private.record_lost_attempts(
  p_turn public.turns, p_usage private.token_usage, p_attempts jsonb)
returns void
language plpgsql
volatile
set search_path = ''
as $$
declare
  v_lost record;
  v_tokens private.token_usage;
  v_price private.model_price;
  v_record private.usage_record;
begin
  for v_lost in
    select attempt, nr, bytes from private.lost_attempts(p_attempts)
  loop
    -- Where it was cut before it could say: the same question, and what was heard of the answer.
    v_tokens := private.usage_of(v_lost.attempt);
    v_tokens.input_tokens := coalesce(v_tokens.input_tokens,
      (private.joined_usage(p_usage, p_attempts)).input_tokens);
    v_tokens := private.count_usage(
      p_turn.input_tokens_estimate, v_lost.bytes, v_tokens);
    v_price := private.model_price_at(v_lost.attempt ->> 'provider', v_lost.attempt ->> 'model',
      p_turn.started_at, v_tokens.input_tokens);
    v_record.user_id := p_turn.user_id;
    v_record.action := 'lost_attempt';
    v_record.operation_key := format('turn:%s:%s:lost:%s', p_turn.id, p_turn.attempt, v_lost.nr);
    v_record.plan := p_turn.plan;
    v_record.provider := v_lost.attempt ->> 'provider';
    v_record.model := v_lost.attempt ->> 'model';
    v_record.price_id := v_price.id;
    v_record.calls := 1;
    v_record.units := 1;
    v_record.credits := 0;
    v_record.cost_micros := private.token_cost(v_price, v_tokens);
    v_record.first_token_ms := (v_lost.attempt ->> 'first_token_ms')::integer;
    v_record.latency_ms := (v_lost.attempt ->> 'latency_ms')::integer;
    v_record.outcome := 'interrupted';
    perform private.record_usage(v_record);
  end loop;
end;
$$;
comment on function private.record_lost_attempts is
  'Books what lost attempts cost as a loss of the platform: usage without credits.';

create function private.note_attempts(p_attempts jsonb, p_begun_at timestamptz)
returns void
language plpgsql
volatile
set search_path = ''
as $$
declare
  v_attempt record;
begin
  -- By name, as all who lock several of them.
  for v_attempt in
    select each ->> 'provider' as provider, each ->> 'model' as model, each ->> 'reason' as reason,
      (each ->> 'is_up')::boolean as is_up
    from jsonb_array_elements(p_attempts) as each
    order by 1, 4
  loop
    perform private.note_call(v_attempt.provider, v_attempt.model, v_attempt.is_up,
      v_attempt.reason, p_begun_at);
  end loop;
end;
$$;
comment on function private.note_attempts is
  'Tells the breakers how the providers of a turn or an action did. Last in its transaction.';
