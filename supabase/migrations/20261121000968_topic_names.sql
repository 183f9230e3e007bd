-- topic_names: what the private topics of Realtime are called, and when those of a conversation get
-- another name, so that who may listen no more hears nothing from then on.
-- Callers: policies of the topics (live_topics), triggers.
--
-- Realtime asks at the join who may listen, and then not before the next token. So the names of
-- conversation:<id> and participants:<id> end with :<topic_epoch> once that is not 0. It grows when
-- somebody leaves, is removed or deletes the account, when the owner is another, and when a shared
-- conversation is deleted. What commits later is told under the new name, which is joined by those
-- who take part and by nobody else; they read what came between. A name that was is never again.

create function private.topic_id(p_kind text, p_topic text default realtime.topic())
returns uuid
language sql
stable
set search_path = ''
as $$
  select substring(p_topic from
    '^' || p_kind || ':([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$')::uuid;
$$;
comment on function private.topic_id is
  'The id in the topic that Realtime asks about, null when it is of another kind.';
grant execute on function private.topic_id to authenticated;

create function private.conversation_topic(
  p_kind text, p_conversation public.conversations)
returns text
language plpgsql
immutable
set search_path = ''
as $$
begin
  return p_kind || ':' || p_conversation.id
    || coalesce(':' || nullif(p_conversation.topic_epoch, 0), '');
end;
$$;
comment on function private.conversation_topic is 'What a topic of a conversation is called now.';
grant execute on function private.conversation_topic to authenticated;

create function private.may_join(p_kind text)
returns boolean
language plpgsql
stable
set search_path = ''
as $$
declare
  v_topic text := realtime.topic();
begin
  return exists (
    select from public.conversations as conversation
    where id = private.topic_id(p_kind, regexp_replace(v_topic, ':[1-9][0-9]*$', ''))
      and private.conversation_topic(p_kind, conversation) = v_topic and deleted_at is null);
end;
$$;
comment on function private.may_join is
  'Whether Realtime asks about the topic of that kind, as it is called now, of a conversation that '
  'the caller takes part in.';
grant execute on function private.may_join to authenticated;

-- Moves -------------------------------------------------------------------------------------------

create function private.move_topics()
returns trigger
language plpgsql
volatile
set search_path = ''
as $$
begin
  new.topic_epoch := old.topic_epoch + 1;
  return new;
end;
$$;
comment on function private.move_topics is
  'Gives the topics of a conversation another name, with a change that somebody loses it by.';

create trigger conversations_move_topics before update on public.conversations
  for each row when (old.user_id <> new.user_id
    or new.is_shared and old.deleted_at is null and new.deleted_at is not null)
  execute function private.move_topics();

create function private.leave_topics()
returns trigger
language plpgsql
volatile
set search_path = ''
as $$
begin
  update public.conversations set topic_epoch = topic_epoch + 1 where id = old.conversation_id;
  return null;
end;
$$;
comment on function private.leave_topics is
  'Gives the topics of a conversation, which is locked, a name that who goes cannot join.';

create trigger participants_leave_topics after delete on public.participants
  for each row execute function private.leave_topics();
