-- settle_turn: how a turn ends, and what is stored of it meanwhile. States and charges: the turns
-- migration.
-- Callers: the chat function (service role).

create function public.settle_turn(
  p_turn_id uuid, p_attempt integer, p_state text, p_text text, p_finish_reason text default null,
  p_error_code text default null, p_usage jsonb default '{}', p_attempts jsonb default '[]',
  p_thoughts text default '', p_verdicts jsonb default '[]')
returns jsonb
language plpgsql
volatile
security definer -- Definer because the service role holds no rights on what a turn touches.
set search_path = ''
as $$
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
$$;
comment on function public.settle_turn is
  'Ends a turn as complete, stopped, interrupted or failed; a repeat changes nothing. Returns its '
  'receipt, what the conversation wants now (a title, a summary), and of the answer its kind and '
  'attachments. p_usage: provider, '
  'input_tokens, cached_input_tokens, cache_write_tokens, output_tokens, first_token_ms, '
  'latency_ms, as far as they are known; and model, if it is not the one that was asked for. '
  'p_attempts: the models that were asked, as turn_chain says. p_thoughts: what was thought aloud, '
  'which is not kept. p_verdicts: what the provider''s moderation said, as record_moderation takes '
  'it. PT404.';
revoke execute on function public.settle_turn from public, anon, authenticated;
grant execute on function public.settle_turn to service_role;

create function public.checkpoint_turn(
  p_turn_id uuid, p_attempt integer, p_text text, p_thoughts text default '')
returns text
language plpgsql
volatile
security definer -- Definer because the service role holds no rights on what a turn touches.
set search_path = ''
as $$
declare
  v_turn public.turns;
  v_stored integer;
begin
  perform from public.conversations
  where id = (select conversation_id from public.turns where id = p_turn_id)
  for key share;
  select * into v_turn from public.turns
  where id = p_turn_id and attempt = p_attempt and state = 'streaming'
  for no key update;
  if not found then
    return 'closed';
  end if;
  -- What is new, with what leads up to it and without a word that may go on.
  v_stored := (
    select char_length(content) from public.messages where id = v_turn.assistant_message_id);
  if private.meets_block(v_turn, 'output',
    private.thought_and_said(regexp_replace(p_thoughts, '\w+$', ''),
      regexp_replace(substr(p_text, greatest(1, v_stored - 200)), '\w+$', '')))
  then
    return 'blocked';
  end if;
  update public.messages set content = p_text
  where id = v_turn.assistant_message_id and content <> p_text;
  if v_turn.stop_requested_at is not null then
    return 'stopping';
  end if;
  -- Not at each checkpoint: a lease that was renewed a moment ago is long enough.
  update private.ledger_hold set expires_at = now() + private.turn_lease()
  where id = v_turn.hold_id and state = 'held'
    and expires_at < now() + private.turn_lease() - interval '5 seconds';
  return 'streaming';
end;
$$;
comment on function public.checkpoint_turn is
  'Stores what was delivered so far and renews the lease. p_thoughts: what was thought aloud since '
  'the last one, with what leads up to it. What the worker is to do: streaming, go on; stopping, '
  'end the answer here and settle it; blocked, the same, as a pattern is met and nothing was '
  'stored; closed, the turn is no longer open.';
revoke execute on function public.checkpoint_turn from public, anon, authenticated;
grant execute on function public.checkpoint_turn to service_role;
