-- settle_turn: how a turn ends, and what is stored of it meanwhile. States and charges: the turns
-- migration.
-- Callers: the chat function (service role).

create function private.lock_conversation_of(p_turn_id uuid)
returns void
language plpgsql
volatile
set search_path = ''
as $$
begin
  perform from public.conversations
  where id = (select conversation_id from public.turns where id = p_turn_id)
  for key share;
end;
$$;
comment on function private.lock_conversation_of is
  'Keeps a turn''s conversation from being deleted; before the turn, as deleting locks them.';

create function public.settle_turn(
  p_turn_id uuid, p_attempt integer, p_state text, p_text text, p_finish_reason text default null,
  p_error_code text default null, p_usage jsonb default '{}')
returns jsonb
language plpgsql
volatile
security definer -- Definer because the service role holds no rights on what a turn touches.
set search_path = ''
as $$
declare
  v_turn public.turns;
begin
  perform private.lock_conversation_of(p_turn_id);
  select * into v_turn from public.turns where id = p_turn_id for no key update;
  if not found then
    raise sqlstate 'PT404' using message = 'turn_not_found', hint = 'There is no such turn.';
  end if;
  -- Only the attempt that is open ends the turn, once; or the sweep ended it for want of news.
  if v_turn.attempt = p_attempt and (v_turn.state = 'streaming'
    or (v_turn.error_code = 'worker_lost' and p_text ~ '\S'))
  then
    perform private.close_turn(
      v_turn, p_state, p_text, p_finish_reason, p_error_code, coalesce(p_usage, '{}'));
  end if;
  return private.turn_receipt(p_turn_id);
end;
$$;
comment on function public.settle_turn is
  'Ends a turn as complete, stopped, interrupted or failed and returns its receipt; a repeat '
  'changes nothing. p_usage: provider, input_tokens, cached_input_tokens, cache_write_tokens, '
  'output_tokens, first_token_ms, latency_ms, as far as they are known. PT404.';
revoke execute on function public.settle_turn from public, anon, authenticated;
grant execute on function public.settle_turn to service_role;

create function public.checkpoint_turn(p_turn_id uuid, p_attempt integer, p_text text)
returns boolean
language plpgsql
volatile
security definer -- Definer because the service role holds no rights on what a turn touches.
set search_path = ''
as $$
declare
  v_turn public.turns;
begin
  perform private.lock_conversation_of(p_turn_id);
  select * into v_turn from public.turns
  where id = p_turn_id and attempt = p_attempt and state = 'streaming'
  for no key update;
  if not found then
    return false;
  end if;
  update public.messages set content = p_text where id = v_turn.assistant_message_id;
  update private.ledger_hold set expires_at = now() + private.turn_lease()
  where id = v_turn.hold_id and state = 'held';
  return true;
end;
$$;
comment on function public.checkpoint_turn is
  'Stores what was delivered so far and renews the lease; false when the turn is no longer open.';
revoke execute on function public.checkpoint_turn from public, anon, authenticated;
grant execute on function public.checkpoint_turn to service_role;

create function public.read_turn(p_turn_id uuid)
returns jsonb
language plpgsql
stable
security definer -- Definer because the service role holds no rights on what a turn touches.
set search_path = ''
as $$
declare
  v_answer public.messages;
begin
  select answer.* into v_answer
  from public.turns as turn
  join public.messages as answer on answer.id = turn.assistant_message_id
  where turn.id = p_turn_id;
  if not found then
    raise sqlstate 'PT404' using message = 'turn_not_found', hint = 'There is no such turn.';
  end if;
  return jsonb_build_object(
    'state', v_answer.state, 'text', v_answer.content, 'receipt', private.turn_receipt(p_turn_id));
end;
$$;
comment on function public.read_turn is
  'The answer of a turn as far as it is stored, and its receipt. PT404.';
revoke execute on function public.read_turn from public, anon, authenticated;
grant execute on function public.read_turn to service_role;
