-- moderate_turn: moderation within a turn. Patterns are compared here, in the calls that a turn
-- makes anyway; the provider is asked by the chat function, while the model already works.
-- Callers: open_turn, repeat_turn, checkpoint_turn, settle_turn and close_turn; the chat function;
-- whoever shows messages, or what is attached to them, to others.
--
-- What is blocked ends its turn as failed, message_blocked or answer_blocked: nothing is charged,
-- and of the answer nothing is kept. What was seen of it counts for the quotas: else who makes a
-- model end with a word that is blocked would read for nothing without end.

create function private.meets_block(p_turn public.turns, p_direction text, p_text text)
returns boolean
language plpgsql
volatile
set search_path = ''
as $$
declare
  v_match private.pattern_match := private.match_patterns(p_direction, p_text);
  v_decision private.moderation_decision;
begin
  if v_match.action is null then
    return false;
  end if;
  v_decision.user_id := p_turn.user_id;
  v_decision.subject_id := p_turn.id;
  v_decision.attempt := p_turn.attempt;
  v_decision.direction := p_direction;
  v_decision.action := v_match.action;
  v_decision.source := 'pattern';
  v_decision.category := v_match.category;
  v_decision.excerpt := p_text;
  perform private.record_decision(v_decision);
  return v_match.action = 'block';
end;
$$;
comment on function private.meets_block is
  'Whether a pattern blocks a text; any that it meets is recorded.';

create function private.was_blocked(p_message_id uuid)
returns boolean
language sql
stable
set search_path = ''
as $$
  select exists (
    select from public.turns
    where user_message_id = p_message_id and state = 'failed' and error_code = 'message_blocked');
$$;
comment on function private.was_blocked is
  'Whether moderation has blocked a message of a person, and nobody has let it pass since.';

create function private.thought_and_said(p_thoughts text, p_text text)
returns text
language plpgsql
immutable
set search_path = ''
as $$
begin
  return concat_ws(E'\n', nullif(p_thoughts, ''), p_text);
end;
$$;
comment on function private.thought_and_said is
  'What was shown of an answer, as moderation looks at it: thoughts, if there are any, and text.';

create function private.moderated_context(p_turn public.turns, p_limits jsonb)
returns jsonb
language plpgsql
volatile
set search_path = ''
as $$
declare
  v_is_cleared boolean := p_turn.attempt > 1 and private.is_cleared(p_turn.id);
begin
  if not v_is_cleared and private.meets_block(p_turn, 'input', (
    select content from public.messages where id = p_turn.user_message_id))
  then
    -- Not raised: that would undo the record. The caller finds an answer that has failed.
    perform private.close_turn(p_turn, 'failed', '', null, 'message_blocked', '{}');
    return private.turn_context(p_turn.id, true, p_limits);
  end if;
  return private.turn_context(p_turn.id, false, p_limits) || jsonb_build_object(
    'chain', private.claim_chain(p_turn),
    'moderation', private.provider_moderation()
      -- A message is not asked about again when its answer is continued.
      || case when v_is_cleared or p_turn.operation = 'continue' then '{"input": {}}' else '{}' end
      ::jsonb);
end;
$$;
comment on function private.moderated_context is
  'What the models of the chain are asked and what moderation is to ask; for a message that a '
  'pattern blocks, the turn as it has failed, as a repeat finds it.';

create function public.record_moderation(p_turn_id uuid, p_attempt integer, p_verdicts jsonb)
returns void
language plpgsql
volatile
security definer -- Definer because the service role holds no rights on decisions.
set search_path = ''
as $$
declare
  v_user_id uuid := (select user_id from public.turns where id = p_turn_id);
  v_decision private.moderation_decision;
begin
  if v_user_id is null then
    raise sqlstate 'PT404' using message = 'turn_not_found', hint = 'There is no such turn.';
  end if;
  for v_decision in
    select * from jsonb_populate_recordset(null::private.moderation_decision, p_verdicts)
  loop
    v_decision.user_id := v_user_id;
    v_decision.subject_id := p_turn_id;
    v_decision.attempt := p_attempt;
    v_decision.source := 'provider';
    perform private.record_decision(v_decision);
  end loop;
end;
$$;
comment on function public.record_moderation is
  'Records the provider''s verdicts on a message (input) or its answer (output), an array of: '
  'direction, action, category, scores, failure, and the excerpt where it is not simply allowed. '
  'PT404.';
revoke execute on function public.record_moderation from public, anon, authenticated;
grant execute on function public.record_moderation to service_role;

create function private.note_verdicts(p_turn_id uuid, p_attempt integer, p_verdicts jsonb)
returns void
language plpgsql
volatile
set search_path = ''
as $$
begin
  if p_verdicts <> '[]' then
    perform public.record_moderation(p_turn_id, p_attempt, p_verdicts);
  end if;
exception when data_exception or integrity_constraint_violation then
  raise warning 'The verdicts on turn % are not recorded: %', p_turn_id, sqlerrm;
end;
$$;
comment on function private.note_verdicts is
  'Records verdicts as record_moderation does, while a turn is settled: whatever a provider put '
  'into them must not keep its charge open.';
