-- moderation_admin: what admins see and decide of moderation, each with a line in the audit log.
-- Callers: active admins with their own token. Everybody else gets PT403.

create function public.read_moderation(
  p_user_id uuid default null, p_action text default null, p_direction text default null,
  p_category text default null, p_review text default null, p_before_id bigint default null,
  p_limit integer default 50)
returns table (
  id bigint, user_id uuid, subject_id uuid, attempt integer, direction text, action text,
  source text, category text, scores jsonb, failure text, excerpt text, review text,
  created_at timestamptz, blocks_of_person bigint)
language plpgsql
volatile
security definer -- Definer because nobody may read decisions.
set search_path = ''
as $$
begin
  perform private.audit_as_admin('read_moderation', coalesce(p_user_id::text, 'moderation'),
    jsonb_strip_nulls(jsonb_build_object('action', p_action, 'direction', p_direction,
      'category', p_category, 'review', p_review, 'before_id', p_before_id)));
  return query
    select decision.id, decision.user_id, decision.subject_id, decision.attempt,
      decision.direction, decision.action, decision.source, decision.category, decision.scores,
      decision.failure, decision.excerpt, decision.review, decision.created_at, (
        select count(*) from private.moderation_decision as each
        where each.user_id = decision.user_id and each.action = 'block'
          and each.review is distinct from 'overturned')
    from (
      -- What was allowed is most of all, and has no part in the index of the rest.
      select * from private.moderation_decision as noted
      where noted.action <> 'allow' and p_action is distinct from 'allow'
      union all
      select * from private.moderation_decision as allowed
      where allowed.action = 'allow' and p_action = 'allow'
    ) as decision
    where (p_user_id is null or decision.user_id = p_user_id)
      and (p_action is null or decision.action = p_action)
      and (p_direction is null or decision.direction = p_direction)
      and (p_category is null or decision.category = p_category)
      and (p_review is null or coalesce(decision.review, 'open') = p_review)
      and (p_before_id is null or decision.id < p_before_id)
    order by decision.id desc
    limit least(greatest(p_limit, 1), 200);
end;
$$;
comment on function public.read_moderation is
  'What was flagged, warned of or blocked (or allowed, when that action is asked for), newest '
  'first, by person, action, direction, category and review (open, upheld, overturned); the next '
  'page is before the last id. blocks_of_person: how often the person was blocked in all, without '
  'what was overturned. PT403.';

create function public.review_moderation(p_decision_id bigint, p_review text)
returns void
language plpgsql
volatile
security definer -- Definer because admins may not write decisions.
set search_path = ''
as $$
begin
  perform private.audit_as_admin('review_moderation', p_decision_id::text,
    jsonb_build_object('review', p_review));
  if p_review is null or p_review not in ('upheld', 'overturned') then
    raise sqlstate 'PT400' using
      message = 'invalid_request',
      detail = jsonb_build_object('path', 'p_review')::text,
      hint = 'A decision is upheld or overturned.';
  end if;
  update private.moderation_decision set review = p_review
  where id = p_decision_id and action <> 'allow';
  if not found then
    raise sqlstate 'PT404' using
      message = 'decision_not_found', hint = 'There is no such decision to review.';
  end if;
end;
$$;
comment on function public.review_moderation is
  'Upholds or overturns a decision; the last word counts. A message whose block is overturned may '
  'be sent again under its id, and is not moderated then. PT400, PT403, PT404.';

create function public.read_moderation_patterns()
returns table (
  id bigint, category text, direction text, kind text, content text, action text, source text,
  created_at timestamptz)
language plpgsql
volatile
security definer -- Definer because nobody may read patterns.
set search_path = ''
as $$
begin
  perform private.audit_as_admin('read_moderation_patterns', 'moderation', '{}');
  return query
    select pattern.id, pattern.category, pattern.direction, pattern.kind, pattern.content,
      pattern.action, pattern.source, pattern.created_at
    from private.moderation_pattern as pattern order by pattern.id;
end;
$$;
comment on function public.read_moderation_patterns is
  'The patterns in force: of the catalog, and those that admins added. PT403.';

create function public.add_moderation_pattern(
  p_category text, p_content text, p_action text, p_direction text default 'both',
  p_kind text default 'words')
returns bigint
language plpgsql
volatile
security definer -- Definer because admins may not write patterns.
set search_path = ''
as $$
declare
  v_id bigint;
begin
  perform private.audit_as_admin('add_moderation_pattern', p_category, jsonb_build_object(
    'content', p_content, 'action', p_action, 'direction', p_direction, 'kind', p_kind));
  insert into private.moderation_pattern (category, direction, kind, content, action, source)
  values (p_category, p_direction, p_kind, p_content, p_action, 'admin')
  returning moderation_pattern.id into v_id;
  return v_id;
exception
  when check_violation or not_null_violation then
    perform private.invalid_pattern('its category, direction, kind, action or length is wrong');
end;
$$;
comment on function public.add_moderation_pattern is
  'Adds words, one a line, or a regular expression, in force from the next message on; returns its '
  'id. PT400, PT403.';

create function public.remove_moderation_pattern(p_id bigint)
returns boolean
language plpgsql
volatile
security definer -- Definer because admins may not write patterns.
set search_path = ''
as $$
begin
  perform private.audit_as_admin('remove_moderation_pattern', p_id::text, '{}');
  delete from private.moderation_pattern where id = p_id;
  return found;
end;
$$;
comment on function public.remove_moderation_pattern is
  'Removes a pattern; false when it is not there. One of the catalog comes back when another '
  'catalog is applied. PT403.';

revoke execute on function public.read_moderation, public.review_moderation,
  public.read_moderation_patterns, public.add_moderation_pattern, public.remove_moderation_pattern
  from public, anon, authenticated, service_role;
grant execute on function public.read_moderation, public.review_moderation,
  public.read_moderation_patterns, public.add_moderation_pattern, public.remove_moderation_pattern
  to authenticated;
