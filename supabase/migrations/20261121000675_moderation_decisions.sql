-- moderation_decisions: what was decided about a message or an answer, and by which rule.
-- Callers: turns, while they begin, stream and end; the chat function through record_moderation,
-- the ai function through moderate_completion; admins through moderation_admin.
-- States of a review: open -> upheld | overturned, and between the two.
--
-- What is recorded: one row for each attempt of a turn and direction in which a pattern was met or
-- the provider was asked, the strongest action with its category, and the scores. Only a text that
-- met no pattern and was shown to nobody leaves no row.
-- Kept: what was allowed for 30 days; of the rest the text for 90 days, the row with the account.
-- The subject is a turn, or the action of a completion. There is no foreign key to it: deleting a
-- conversation does not delete its decisions.

create table private.moderation_decision (
  id bigint generated always as identity,
  user_id uuid not null,
  subject_id uuid not null,
  attempt integer not null,
  direction text not null,
  action text not null,
  source text not null,
  category text,
  scores jsonb,
  failure text,
  excerpt text,
  review text,
  created_at timestamptz not null default now(),
  constraint moderation_decision_pkey primary key (id),
  constraint moderation_decision_subject_id_attempt_direction_key
    unique (subject_id, attempt, direction),
  constraint moderation_decision_user_id_fkey
    foreign key (user_id) references public.profiles (id) on delete cascade,
  constraint moderation_decision_direction_check check (direction in ('input', 'output')),
  constraint moderation_decision_action_check
    check (action in ('allow', 'flag', 'warn', 'block')),
  constraint moderation_decision_source_check check (source in ('pattern', 'provider')),
  constraint moderation_decision_category_check check (char_length(category) between 1 and 40),
  constraint moderation_decision_scores_check check (octet_length(scores::text) <= 4000),
  constraint moderation_decision_failure_check check (char_length(failure) between 1 and 40),
  constraint moderation_decision_excerpt_check
    check (excerpt is null or char_length(excerpt) <= 1000 and action <> 'allow'),
  constraint moderation_decision_review_check
    check (review is null or review in ('upheld', 'overturned') and action <> 'allow')
);
comment on table private.moderation_decision is
  'What was decided about a message (input) or an answer (output) in an attempt of a turn.';
comment on column private.moderation_decision.scores is
  'The provider''s, from 0.01 on; null when it was not asked or did not answer.';
comment on column private.moderation_decision.failure is
  'Why the provider gave no scores: timeout, unavailable, not_configured.';
comment on column private.moderation_decision.excerpt is
  'The first 1000 characters of what was not simply allowed, for review.';

create index moderation_decision_user_id_idx on private.moderation_decision (user_id, id desc);
create index moderation_decision_blocked_idx on private.moderation_decision (user_id)
  where action = 'block';
create index moderation_decision_noted_idx on private.moderation_decision (id desc)
  where action <> 'allow';
create index moderation_decision_allowed_idx on private.moderation_decision (id desc)
  where action = 'allow';
create index moderation_decision_excerpt_idx on private.moderation_decision (created_at)
  where excerpt is not null;

alter table private.moderation_decision enable row level security;

create function private.action_rank(p_action text)
returns integer
language plpgsql
immutable
set search_path = ''
as $$
begin
  return array_position(array['allow', 'flag', 'warn', 'block'], p_action);
end;
$$;
comment on function private.action_rank is 'How strong an action is: 1 allow to 4 block.';

create function private.record_decision(p_decision private.moderation_decision)
returns void
language plpgsql
volatile
set search_path = ''
as $$
begin
  insert into private.moderation_decision as known (user_id, subject_id, attempt, direction, action,
    source, category, scores, failure, excerpt)
  values (p_decision.user_id, p_decision.subject_id, p_decision.attempt, p_decision.direction,
    p_decision.action, p_decision.source, p_decision.category, p_decision.scores,
    p_decision.failure,
    case when p_decision.action <> 'allow' then left(p_decision.excerpt, 1000) end)
  on conflict on constraint moderation_decision_subject_id_attempt_direction_key do update
  set scores = coalesce(excluded.scores, known.scores),
    failure = coalesce(excluded.failure, known.failure);
  -- Of a pattern and the provider the stronger stands.
  update private.moderation_decision
  set action = p_decision.action, source = p_decision.source, category = p_decision.category,
    excerpt = left(p_decision.excerpt, 1000)
  where subject_id = p_decision.subject_id and attempt = p_decision.attempt
    and direction = p_decision.direction
    and private.action_rank(action) < private.action_rank(p_decision.action);
end;
$$;
comment on function private.record_decision is
  'Records what was decided, or adds it to what was decided before in the same direction.';

create function private.provider_moderation()
returns jsonb
language plpgsql
stable
set search_path = ''
as $$
begin
  return (
    select jsonb_build_object(
      'on_failure', on_failure,
      'input', coalesce(thresholds -> 'input', '{}'),
      'output', coalesce(thresholds -> 'output', '{}'))
    from private.moderation_rules where id);
end;
$$;
comment on function private.provider_moderation is
  'What a function needs to ask the provider''s moderation: thresholds and the policy.';

create type private.pattern_match as (action text, category text);
comment on type private.pattern_match is 'The strongest pattern that a text met.';

create function private.match_patterns(p_direction text, p_text text)
returns private.pattern_match
language plpgsql
stable
set search_path = ''
as $$
declare
  v_expression text := (
    select case p_direction when 'input' then input_expression else output_expression end
    from private.moderation_rules where id);
  v_text text;
  v_match private.pattern_match;
begin
  if v_expression is null then
    return null;
  end if;
  v_text := private.comparable(p_text);
  if v_text !~* v_expression then
    return null;
  end if;
  -- Offset 0 keeps the order of the comparisons, of which the first that is met is the last.
  select action, category into v_match
  from (
    select * from private.moderation_pattern where direction in (p_direction, 'both')
    order by private.action_rank(action) desc, id offset 0
  ) as pattern
  where v_text ~* expression limit 1;
  return v_match;
end;
$$;
comment on function private.match_patterns is
  'The strongest pattern that a text meets, null for none. All patterns are one comparison; they '
  'are looked at one by one only when it is met.';

create function private.is_cleared(p_turn_id uuid)
returns boolean
language plpgsql
stable
set search_path = ''
as $$
begin
  return exists (
    select from private.moderation_decision
    where subject_id = p_turn_id and direction = 'input' and review = 'overturned');
end;
$$;
comment on function private.is_cleared is
  'Whether an admin let a message pass that was blocked: then it may be sent again.';

create function private.moderation_notices(p_turn_id uuid, p_attempt integer)
returns jsonb
language plpgsql
stable
set search_path = ''
as $$
begin
  return (
    select coalesce(jsonb_agg(jsonb_build_object(
      'direction', direction, 'action', action, 'category', category,
      'message', (
        select coalesce(messages ->> category, messages ->> split_part(category, '/', 1),
          messages ->> 'default')
        from private.moderation_rules where moderation_rules.id)
      ) order by direction), '[]')
    from private.moderation_decision
    where subject_id = p_turn_id and attempt = p_attempt and action in ('warn', 'block'));
end;
$$;
comment on function private.moderation_notices is
  'What a person is told of the moderation of a turn: direction, action, category and a message, '
  'null where the catalog has none.';

create function private.prune_moderation()
returns void
language plpgsql
volatile
set search_path = ''
as $$
begin
  -- The oldest, as many as a statement deletes in good time.
  delete from private.moderation_decision
  where created_at < now() - interval '30 days' and id in (
    select id from private.moderation_decision where action = 'allow' order by id limit 50000);
  update private.moderation_decision set excerpt = null
  where excerpt is not null and created_at < now() - interval '90 days';
end;
$$;
comment on function private.prune_moderation is
  'Forgets what was allowed 30 days ago, and the text of what was not after 90.';

select cron.schedule('prune_moderation', '*/10 * * * *', 'select private.prune_moderation()');
