-- branches: which path through a conversation's tree is shown. Its tree: the conversations
-- migration.
-- Callers: owner and members, through select_branch; turns that grow a branch.
-- Invariant: what is current is one path from the first message to a leaf, without the deleted.

create function private.message_not_found()
returns void
language plpgsql
immutable
set search_path = ''
as $$
begin
  raise sqlstate 'PT404' using message = 'message_not_found', hint = 'There is no such message.';
end;
$$;
comment on function private.message_not_found is
  'Refuses: the same for what is not there, is deleted or is another''s. PT404.';

create function private.leaf_of(p_conversation_id uuid)
returns uuid
language plpgsql
stable
set search_path = ''
as $$
begin
  return (
    select id from public.messages
    where conversation_id = p_conversation_id and is_current
    order by ordinal desc limit 1);
end;
$$;
comment on function private.leaf_of is 'The last message that is shown: the next one follows it.';

create function private.newest_leaf(p_message_id uuid)
returns uuid
language plpgsql
stable
set search_path = ''
as $$
begin
  return (
    with recursive branch as (
      select p_message_id as id, 0 as nr
      union all
      select child.id, branch.nr + 1
      from branch cross join lateral (
        select id from public.messages
        where parent_id = branch.id and state <> 'failed'
        order by (deleted_at is null) desc, ordinal desc limit 1
      ) as child
    )
    select id from branch order by nr desc limit 1);
end;
$$;
comment on function private.newest_leaf is
  'Where the branch through a message ends, taking the newest version at each fork.';

create function private.answer_head(p_answer_id uuid)
returns uuid
language plpgsql
stable
set search_path = ''
as $$
declare
  v_head_id uuid := p_answer_id;
  v_parent_id uuid;
begin
  loop
    select parent.id into v_parent_id
    from public.messages as message
    join public.messages as parent on parent.id = message.parent_id
    where message.id = v_head_id and parent.role = 'assistant';
    exit when not found;
    v_head_id := v_parent_id;
  end loop;
  return v_head_id;
end;
$$;
comment on function private.answer_head is
  'The answer that a continuation goes on with, from its beginning; an answer itself otherwise.';

create function private.answer_tail(p_answer_id uuid)
returns uuid
language plpgsql
stable
set search_path = ''
as $$
declare
  v_tail_id uuid := p_answer_id;
  v_child_id uuid;
begin
  loop
    select id into v_child_id from public.messages
    where parent_id = v_tail_id and role = 'assistant' and is_current;
    exit when not found;
    v_tail_id := v_child_id;
  end loop;
  return v_tail_id;
end;
$$;
comment on function private.answer_tail is
  'The last continuation of an answer that is shown; the answer itself otherwise.';

create function private.show_path(
  p_conversation_id uuid, p_leaf_id uuid, p_through bigint default null)
returns void
language plpgsql
volatile
set search_path = ''
as $$
declare
  v_fork bigint;
  v_turned uuid[];
begin
  -- Up to the first that is shown: what leads there is shown already.
  with recursive path as (
    select id, parent_id, ordinal, is_current from public.messages where id = p_leaf_id
    union all
    select parent.id, parent.parent_id, parent.ordinal, parent.is_current
    from public.messages as parent join path on parent.id = path.parent_id
    where not path.is_current or path.ordinal > p_through
  )
  select coalesce(max(ordinal) filter (where is_current), 0),
    coalesce(array_agg(id) filter (where not is_current), '{}')
  into v_fork, v_turned
  from path;
  v_turned := v_turned || array(
    select id from public.messages
    where conversation_id = p_conversation_id and is_current and ordinal > v_fork);
  update public.messages set is_current = not is_current
  where id = any (v_turned) and deleted_at is null;
end;
$$;
comment on function private.show_path is
  'Shows the messages up to a leaf and hides all others of the conversation, whose row is locked; '
  'p_through is the ordinal of one on the way that is shown again, between others that are.';

create function public.select_branch(p_message_id uuid)
returns uuid
language plpgsql
volatile
security definer -- Definer because people may not write messages.
set search_path = ''
as $$
declare
  v_message public.messages;
  v_leaf_id uuid;
begin
  v_message := private.take_message(p_message_id);
  if v_message.deleted_at is not null then
    perform private.message_not_found();
  end if;
  v_leaf_id := private.newest_leaf(p_message_id);
  perform private.show_path(v_message.conversation_id, v_leaf_id);
  return v_leaf_id;
end;
$$;
comment on function public.select_branch is
  'Shows a conversation, to all who take part, along the branch of that message, to its newest '
  'end, whose id it returns. Versions of a message are those with the same parent_id. PT401, '
  'PT403, PT404.';
revoke execute on function public.select_branch from public, anon, authenticated, service_role;
grant execute on function public.select_branch to authenticated;
