-- quote_turn: what a turn may cost at most, and the funds for it: limits counted, credits held.
-- Callers: begin_turn, for a new message and for a failed one sent again; estimate_turn, by which a
-- person asks beforehand.

create type private.turn_quote as (plan public.plans, input_tokens integer, credits bigint);
comment on type private.turn_quote is
  'The plan in force, a bound of the tokens asked (null where nothing goes by tokens), and the '
  'credits to hold.';

create function private.token_bytes(p_text text)
returns bigint
language plpgsql
immutable
set search_path = ''
as $$
declare
  -- Tibetan, Burmese, Ethiopic, Khmer, Yi; symbols and emoji.
  v_costly text := '\u0f00-\u109f\u1200-\u139f\u1780-\u17ff\u2190-\u2bff\ua000-\ua4cf'
    '\U0001f000-\U0001faff';
begin
  if p_text !~ ('[' || v_costly || ']') then
    return octet_length(p_text);
  end if;
  return octet_length(p_text)
    + 2 * octet_length(regexp_replace(p_text, '[^' || v_costly || ']', '', 'g'));
end;
$$;
comment on function private.token_bytes is
  'The bytes of a text, three for one in scripts of which tokenizers make about a token a byte.';

create function private.bound_input_tokens(
  p_character public.characters, p_conversation_id uuid, p_text text, p_pictures bigint)
returns integer
language plpgsql
stable
set search_path = ''
as $$
declare
  v_is_shared boolean := exists (
    select from public.conversations where id = p_conversation_id and is_shared);
begin
  -- Three bytes a token and eight tokens a message: more than the tokenizers in use make of prose.
  -- A hold that is a little too large is given back; one too small is lost.
  return (
    select ceil((coalesce(sum(private.token_bytes(case when v_is_shared
          then private.said_by(earlier, private.as_told(earlier))
          else private.as_told(earlier) end)), 0) + private.token_bytes(p_text)
      -- The name of who asks.
      + case when v_is_shared then 250 else 0 end
      + private.token_bytes(private.with_summary(
        private.system_prompt(p_character, p_text), p_conversation_id))) / 3.0)
      + 8 * (count(*) + 2)
      + private.image_tokens(p_character.model) * (p_pictures + least(p_character.context_images,
        (select count(*) from public.message_attachments
          where message_id = any (array_agg(earlier.id)) and kind = 'image')))
    from public.messages as earlier
    where id = any (private.context_window(p_conversation_id, p_character)));
end;
$$;
comment on function private.bound_input_tokens is
  'A bound of the tokens that a model is asked: prompt, earlier messages and the new one, with '
  'their pictures.';

create function private.quote_turn(
  p_plan public.plans, p_character public.characters, p_conversation_id uuid, p_text text,
  p_attachments uuid[])
returns private.turn_quote
language plpgsql
stable
set search_path = ''
as $$
declare
  v_quote private.turn_quote;
  v_price private.model_price;
  v_pictures bigint := private.count_pictures(p_attachments);
begin
  if v_pictures > 0 then
    perform private.require_sight(p_character);
  end if;
  v_quote.plan := p_plan;
  v_quote.credits := p_character.credit_price;
  if p_character.pricing = 'metered' or exists (
    select from public.plan_limits where plan = p_plan.slug and meter = 'tokens')
  then
    v_quote.input_tokens := private.bound_input_tokens(
      p_character, p_conversation_id, p_text, v_pictures);
  end if;
  if p_character.pricing = 'metered' then
    v_price := private.model_price_at(null, p_character.model, now(), v_quote.input_tokens);
    perform private.require_model_price(p_character.model, v_price);
    v_quote.credits := private.credits_of_cost(private.bound_cost(
      v_price, v_quote.input_tokens, p_character.max_output_tokens));
  end if;
  return v_quote;
end;
$$;
comment on function private.quote_turn is
  'What a turn may cost at most under a plan. PT422 for pictures that the model cannot see, PT503 '
  'for a metered model without a price.';

create function private.require_turn(p_turn public.turns)
returns void
language plpgsql
stable
set search_path = ''
as $$
begin
  if exists (
    select from public.turns
    where conversation_id = p_turn.conversation_id and state = 'streaming'
      and user_id <> p_turn.user_id)
  then
    raise sqlstate 'PT409' using
      message = 'answer_streams', hint = 'Somebody else is being answered: wait for the end.';
  end if;
end;
$$;
comment on function private.require_turn is
  'Refuses a turn while the answer to somebody else streams in its conversation, which is locked. '
  'PT409.';

create function private.fund_turn(
  p_turn public.turns, p_quote private.turn_quote, p_character public.characters, p_ip inet,
  p_kind text, p_attachments integer)
returns jsonb
language plpgsql
volatile
set search_path = ''
as $$
declare
  v_plan public.plans;
  v_limits jsonb;
begin
  perform private.require_turn(p_turn);
  perform private.open_wallet(p_turn.user_id);
  -- Not the quote's: the plan, or all plans, may have changed while this waited for the wallet.
  v_plan := private.current_plan(p_turn.user_id);
  update public.turns set plan = v_plan.slug where id = p_turn.id and plan <> v_plan.slug;
  perform private.require_open_character(p_character, v_plan);
  if p_turn.answer_kind = 'audio' then
    perform private.require_feature(v_plan, 'speech');
  end if;
  v_limits := private.take_allowance(v_plan.slug, p_turn.user_id, p_ip, p_character.id,
    array[
      row('requests', 1), row('messages', 1), row(p_kind || '_messages', 1),
      -- What is not taken is not counted.
      row(case when p_attachments > 0 then 'attachments' end, p_attachments),
      row('tokens', p_quote.input_tokens + p_character.max_output_tokens),
      row('streams', private.open_answers(p_turn.user_id))
    ]::private.take[],
    p_turn.hold_id);
  perform private.hold(
    p_turn.user_id, p_turn.held_credits, format('turn:%s:%s', p_turn.id, p_turn.attempt),
    'turn', private.turn_lease(), p_turn.hold_id);
  return v_limits;
end;
$$;
comment on function private.fund_turn is
  'Counts the turn''s current attempt, whose row is there, against all limits and holds its '
  'price; returns how the limits stand. PT402, PT403, PT409, PT429.';

create function public.estimate_turn(
  p_character text, p_text text default '', p_chat_id text default null,
  p_attachments uuid[] default '{}')
returns jsonb
language plpgsql
volatile
security definer -- Definer because people may not read prompts, prices or the plan of others.
set search_path = ''
as $$
declare
  v_user_id uuid := auth.uid();
  v_conversation public.conversations;
  v_character public.characters;
  v_quote private.turn_quote;
begin
  perform private.open_wallet(v_user_id);
  select * into v_conversation from public.conversations
  where user_id = v_user_id and (id = private.as_uuid(p_chat_id) or client_id = p_chat_id)
    or id = (
      select conversation_id from public.participants
      where conversation_id = private.as_uuid(p_chat_id) and user_id = v_user_id)
  limit 1;
  v_character := private.find_character(p_character, v_user_id, v_conversation.character_id);
  v_quote := private.quote_turn(private.current_plan(v_user_id), v_character,
    v_conversation.id, coalesce(p_text, ''), coalesce(p_attachments, '{}'));
  return jsonb_build_object(
    'pricing', v_character.pricing,
    'max_credits', v_quote.credits,
    'max_cost_micros', v_quote.credits * (select credit_value_micros from private.catalog),
    'available_credits', private.available_credits(v_user_id),
    'is_affordable', private.available_credits(v_user_id) >= v_quote.credits);
end;
$$;
comment on function public.estimate_turn is
  'What a message to a character may cost the caller at most, before it is sent: max_credits, what '
  'they are worth in millionths of a dollar (max_cost_micros), available_credits, those of the '
  'plan that are due being granted first. It is the amount that will be held. PT404, PT422, PT503.';
revoke execute on function public.estimate_turn from public, anon, authenticated, service_role;
grant execute on function public.estimate_turn to authenticated;
