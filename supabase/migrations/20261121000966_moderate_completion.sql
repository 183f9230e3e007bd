-- moderate_completion: moderation of what programs ask and are answered, by the rules of chat; only
-- that a program is not told of a warning, for which OpenAI's form has no place.
-- Callers: the ai function (service role), while the model already works, and when it has ended.

create function public.moderate_completion(
  p_action_id uuid, p_direction text, p_text text, p_verdict jsonb default null)
returns jsonb
language plpgsql
volatile
security definer -- Definer because the service role holds no rights on decisions.
set search_path = ''
as $$
declare
  v_match private.pattern_match := private.match_patterns(p_direction, p_text);
  v_decision private.moderation_decision :=
    jsonb_populate_record(null::private.moderation_decision, p_verdict);
begin
  select user_id into v_decision.user_id from public.actions where id = p_action_id;
  if not found then
    raise sqlstate 'PT404' using message = 'action_not_found', hint = 'There is no such action.';
  end if;
  v_decision.subject_id := p_action_id;
  v_decision.attempt := 1;
  v_decision.direction := p_direction;
  v_decision.excerpt := p_text;
  if p_verdict is not null then
    v_decision.source := 'provider';
    perform private.record_decision(v_decision);
  end if;
  if v_match.action is not null then
    v_decision.source := 'pattern';
    v_decision.action := v_match.action;
    v_decision.category := v_match.category;
    perform private.record_decision(v_decision);
  end if;
  return (
    select notice from jsonb_array_elements(private.moderation_notices(p_action_id, 1)) as notice
    where notice ->> 'direction' = p_direction and notice ->> 'action' = 'block');
end;
$$;
comment on function public.moderate_completion is
  'Compares a question (input) or an answer (output) with the patterns, records what they and the '
  'provider''s verdict (action, category, scores, failure) say, and returns the notice of a block, '
  'else null. PT404.';
revoke execute on function public.moderate_completion from public, anon, authenticated;
grant execute on function public.moderate_completion to service_role;
