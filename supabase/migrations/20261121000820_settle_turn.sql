-- settle_turn: how a turn ends and what it costs. States and charges: the turns migration.
-- Callers: the chat function (service role); the sweep, each minute, for what a crash left behind.

create function private.turn_charge(
  p_state text, p_held_credits bigint, p_text text, p_output_tokens integer,
  p_max_output_tokens integer)
returns bigint
language plpgsql
immutable
set search_path = ''
as $$
begin
  return case p_state
    when 'complete' then p_held_credits
    when 'failed' then 0
    else least(p_held_credits, greatest(1, ceil(
      p_held_credits::numeric
      -- A provider that was cut off reports no tokens: four bytes of text count as one.
      * coalesce(p_output_tokens, ceil(octet_length(p_text) / 4.0))
      / p_max_output_tokens)::bigint))
  end;
end;
$$;
comment on function private.turn_charge is
  'Credits for an answer: all when complete, the delivered share of the token limit, rounded up '
  'and at least one, when stopped or interrupted, none when failed; never more than was held.';

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
    'held_credits', turn.held_credits,
    'charged_credits', turn.charged_credits,
    'refunded_credits',
      case when turn.state = 'streaming' then 0 else turn.held_credits - turn.charged_credits end,
    'available_credits', (
      select coalesce(sum(balance - held), 0)::bigint from private.ledger_account
      where owner_id = turn.user_id and unit = 'credit'),
    'input_tokens', turn.input_tokens,
    'output_tokens', turn.output_tokens,
    'finish_reason', turn.finish_reason,
    'error_code', turn.error_code
  )
  from public.turns as turn where turn.id = p_turn_id);
end;
$$;
comment on function private.turn_receipt is 'What a turn held, cost and gave back, and why.';

create function private.charge_turn(p_turn public.turns, p_credits bigint)
returns bigint
language plpgsql
volatile
set search_path = ''
as $$
declare
  v_hold private.ledger_hold;
  v_credits bigint;
begin
  if p_turn.state = 'streaming' then
    if p_credits = 0 then
      v_hold := private.void(p_turn.hold_id);
    else
      v_hold := private.settle(p_turn.hold_id, p_credits);
    end if;
    return v_hold.settled_amount;
  end if;

  -- Later than the sweep: the hold is closed, so the rest is charged as far as the wallet reaches.
  perform private.lock_wallets(array[p_turn.user_id]);
  select least(p_credits - p_turn.charged_credits, sum(balance - held)) into v_credits
  from private.ledger_account where owner_id = p_turn.user_id and unit = 'credit';
  if v_credits > 0 then
    v_hold := private.hold(
      p_turn.user_id, v_credits, format('turn:%s:%s:late', p_turn.id, p_turn.attempt),
      'turn', private.turn_lease());
    perform private.settle(v_hold.id, v_credits);
  end if;
  return p_turn.charged_credits + greatest(v_credits, 0);
end;
$$;
comment on function private.charge_turn is
  'Closes the hold of a turn, or trues up one that the sweep closed; returns the total charged.';

create function private.close_turn(
  p_turn public.turns, p_state text, p_text text, p_finish_reason text, p_error_code text,
  p_input_tokens integer, p_output_tokens integer)
returns void
language plpgsql
volatile
set search_path = ''
as $$
declare
  -- Whether it failed is decided by what was delivered, not by who reports it.
  v_state text := case
    when p_text !~ '\S' then 'failed' when p_state = 'failed' then 'interrupted' else p_state end;
  v_charged bigint;
begin
  v_charged := private.charge_turn(p_turn, private.turn_charge(
    v_state, p_turn.held_credits, p_text, p_output_tokens, p_turn.max_output_tokens));
  update public.turns
  set state = v_state, charged_credits = v_charged, finish_reason = p_finish_reason,
    error_code = coalesce(p_error_code, case when v_state = 'failed' then 'empty_answer' end),
    input_tokens = p_input_tokens, output_tokens = p_output_tokens, settled_at = now()
  where id = p_turn.id;
  update public.messages set state = v_state, content = p_text
  where id = p_turn.assistant_message_id;
  update public.conversations set last_message_at = now() where id = p_turn.conversation_id;
end;
$$;
comment on function private.close_turn is
  'Ends a turn: charge, receipt and answer, all or nothing.';

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
  p_error_code text default null, p_input_tokens integer default null,
  p_output_tokens integer default null)
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
    perform private.close_turn(v_turn, p_state, p_text, p_finish_reason, p_error_code,
      p_input_tokens, p_output_tokens);
  end if;
  return private.turn_receipt(p_turn_id);
end;
$$;
comment on function public.settle_turn is
  'Ends a turn as complete, stopped, interrupted or failed and returns its receipt; a repeat '
  'changes nothing. PT404.';
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

create function private.sweep_holds()
returns integer
language plpgsql
volatile
set search_path = ''
as $$
declare
  v_turns public.turns[];
  v_turn public.turns;
  v_hold_id uuid;
  v_swept integer := 0;
begin
  -- One sweep at a time: only it locks the wallets of several people after one another.
  if not pg_try_advisory_xact_lock(hashtext('private.sweep_holds')) then
    return 0;
  end if;
  v_turns := array(
    select turn from public.turns as turn
    join private.ledger_hold as hold on hold.id = turn.hold_id
    join public.conversations as conversation on conversation.id = turn.conversation_id
    join public.profiles as profile on profile.id = turn.user_id
    where hold.state = 'held' and hold.expires_at < now()
    order by turn.id
    limit 500
    -- The profile too: Postgres looks it up when two turns change their conversation at once here.
    for key share of profile skip locked
    for key share of conversation skip locked
    for no key update of turn skip locked
  );
  perform private.lock_wallets(array(select user_id from unnest(v_turns)));
  foreach v_turn in array v_turns loop
    -- Its checkpoint may have come in after the query that found it.
    if exists (select from private.ledger_hold
      where id = v_turn.hold_id and state = 'held' and expires_at < now())
    then
      begin
        perform private.close_turn(v_turn, 'interrupted',
          (select content from public.messages where id = v_turn.assistant_message_id),
          null, 'worker_lost', null, null);
        v_swept := v_swept + 1;
      exception when others then
        -- One that cannot be closed must not keep all others open; the next sweep tries again.
        raise warning 'turn % could not be swept: %', v_turn.id, sqlerrm;
      end;
    end if;
  end loop;

  for v_hold_id in
    select hold.id from private.ledger_hold as hold
    where hold.state = 'held' and hold.expires_at < now()
      and not exists (select from public.turns where hold_id = hold.id)
    order by hold.owner_id
    limit 500
  loop
    begin
      perform private.void(v_hold_id);
      v_swept := v_swept + 1;
    exception when others then
      raise warning 'hold % could not be swept: %', v_hold_id, sqlerrm;
    end;
  end loop;
  return v_swept;
end;
$$;
comment on function private.sweep_holds is
  'Closes turns whose worker is lost: charges what was delivered, gives back the rest. Also voids '
  'expired holds of anything else. Returns how many it closed.';

select cron.schedule('sweep_holds', '* * * * *', 'select private.sweep_holds()');
-- pg_cron keeps a row of each run for ever.
select cron.schedule('forget_job_runs', '17 3 * * *',
  $$delete from cron.job_run_details where end_time < now() - interval '7 days'$$);
