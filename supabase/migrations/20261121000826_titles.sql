-- titles: a name for a conversation after its first exchange, made in the background, not charged.
-- Callers: the chat function (service role), when a settlement wants one.
-- A title that its person wrote is never replaced, and one that a pattern blocks is not taken.

create function private.wants_title(p_turn public.turns)
returns boolean
language plpgsql
stable
set search_path = ''
as $$
begin
  if exists (
    select from public.conversations where id = p_turn.conversation_id and title is not null)
  then
    return false;
  end if;
  -- Tried again after the next two exchanges, should the model have failed.
  return (
    select count(*) from (
      select from public.turns
      where conversation_id = p_turn.conversation_id and state in ('complete', 'stopped')
      limit 4
    ) as delivered
  ) between 1 and 3;
end;
$$;
comment on function private.wants_title is 'Whether a turn that ended leaves something to name.';

create function private.record_background(
  p_user_id uuid, p_character_id uuid, p_action text, p_usage jsonb)
returns void
language plpgsql
volatile
set search_path = ''
as $$
declare
  v_record private.usage_record;
  v_price private.model_price;
begin
  v_price := private.model_price_at(p_usage ->> 'provider', p_usage ->> 'model', now(),
    (p_usage ->> 'input_tokens')::bigint);
  v_record.user_id := p_user_id;
  v_record.character_id := p_character_id;
  v_record.action := p_action;
  v_record.operation_key := format('%s:%s', p_action, gen_random_uuid());
  v_record.plan := (private.current_plan(p_user_id)).slug;
  v_record.provider := p_usage ->> 'provider';
  v_record.model := p_usage ->> 'model';
  v_record.price_id := v_price.id;
  v_record.input_tokens := (p_usage ->> 'input_tokens')::bigint;
  v_record.cached_input_tokens := (p_usage ->> 'cached_input_tokens')::bigint;
  v_record.output_tokens := (p_usage ->> 'output_tokens')::bigint;
  v_record.calls := 1;
  v_record.units := 1;
  v_record.credits := 0;
  v_record.cost_micros := private.token_cost(v_price, private.usage_of(p_usage));
  v_record.latency_ms := (p_usage ->> 'latency_ms')::integer;
  v_record.outcome := 'complete';
  perform private.record_usage(v_record);
end;
$$;
comment on function private.record_background is
  'Records a call to a model that the platform pays for.';

create function public.name_conversation(p_conversation_id uuid, p_title text, p_usage jsonb)
returns boolean
language plpgsql
volatile
security definer -- Definer because the service role may not write conversations.
set search_path = ''
as $$
declare
  v_conversation public.conversations;
  v_title text := nullif(left(btrim(
    regexp_replace(split_part(btrim(p_title, E' \n\r\t"''*#'), E'\n', 1), '\s+', ' ', 'g'),
    ' "''*#.'), 80), '');
begin
  select * into v_conversation from public.conversations
  where id = p_conversation_id for no key update;
  if not found then
    return false;
  end if;
  perform private.record_background(
    v_conversation.user_id, v_conversation.character_id, 'title', p_usage);
  if v_title is null or v_conversation.title is not null
    or (private.match_patterns('output', v_title)).action = 'block'
  then
    return false;
  end if;
  update public.conversations set title = v_title where id = p_conversation_id;
  return true;
end;
$$;
comment on function public.name_conversation is
  'Gives a conversation without a title the first line of what a model wrote, without quotes and '
  'marks, unless a pattern of answers blocks it, and records the '
  'call, which nobody is charged for. Returns whether it was named.';
revoke execute on function public.name_conversation from public, anon, authenticated;
grant execute on function public.name_conversation to service_role;
