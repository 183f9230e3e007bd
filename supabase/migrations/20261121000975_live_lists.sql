-- live_lists: what people are told on user:<id> of the conversations in their lists, and those of a
-- conversation of each other: who takes part, and how far each has read. Topics: live_topics.
-- Callers: triggers.

create function private.tell_conversation()
returns trigger
language plpgsql
volatile
security definer -- Definer because who names a conversation may not speak as the database.
set search_path = ''
as $$
begin
  if new.topic_epoch <> old.topic_epoch then
    perform private.tell(private.conversation_topic('conversation', old), 'moved', '{}');
  end if;
  perform private.tell_list(new, user_id) from private.people_in(new);
  return null;
end;
$$;
comment on function private.tell_conversation is 'Tells who takes part of a conversation.';

create function private.tell_list(p_conversation public.conversations, p_user_id uuid)
returns void
language plpgsql
volatile
set search_path = ''
as $$
begin
  perform private.tell('user:' || p_user_id, 'conversation', jsonb_build_object(
    'id', p_conversation.id, 'role', person.role,
    'client_id', case person.role when 'owner' then p_conversation.client_id
      else p_conversation.id::text end,
    'character_id', p_conversation.character_id, 'title', p_conversation.title,
    'is_shared', p_conversation.is_shared,
    'topic_epoch', p_conversation.topic_epoch, 'created_at', p_conversation.created_at,
    'last_message_at', p_conversation.last_message_at, 'pinned_at', person.pinned_at,
    'archived_at', person.archived_at, 'deleted_at', p_conversation.deleted_at))
  from private.people_in(p_conversation) as person where person.user_id = p_user_id;
end;
$$;
comment on function private.tell_list is 'Tells somebody how a conversation stands in their list.';

create function private.tell_participant()
returns trigger
language plpgsql
volatile
security definer -- Definer because who comes and goes may not speak as the database.
set search_path = ''
as $$
declare
  v_conversation public.conversations;
begin
  -- Those who stay are told that the topic has moved.
  if tg_op = 'DELETE' then
    perform private.tell('user:' || old.user_id, 'conversation', jsonb_build_object(
      'id', old.conversation_id, 'role', null));
    return null;
  end if;
  if tg_op = 'INSERT' or old.role <> new.role then
    perform private.tell_people(new.conversation_id, 'participant',
      jsonb_build_object('user_id', new.user_id, 'role', new.role));
  end if;
  select * into strict v_conversation from public.conversations where id = new.conversation_id;
  perform private.tell_list(v_conversation, new.user_id);
  return null;
end;
$$;
comment on function private.tell_participant is
  'Tells those of a conversation who takes part, and that person how their list stands.';

create trigger participants_tell_new after insert on public.participants
  for each row execute function private.tell_participant();
create trigger participants_tell_changed after update on public.participants
  for each row when (old is distinct from new) execute function private.tell_participant();
create trigger participants_tell_gone after delete on public.participants
  for each row execute function private.tell_participant();

create trigger conversations_tell_new after insert on public.conversations
  for each row execute function private.tell_conversation();
create trigger conversations_tell_changed after update on public.conversations
  for each row when (old is distinct from new) execute function private.tell_conversation();

create function private.tell_read()
returns trigger
language plpgsql
volatile
security definer -- Definer because who reads may not speak as the database.
set search_path = ''
as $$
declare
  v_read jsonb := jsonb_build_object(
    'user_id', new.user_id, 'delivered_ordinal', new.delivered_ordinal,
    'read_ordinal', new.read_ordinal, 'read_at', new.read_at);
begin
  perform private.tell_people(new.conversation_id, 'read', v_read);
  perform private.tell('user:' || new.user_id, 'read',
    v_read || jsonb_build_object('conversation_id', new.conversation_id));
  return null;
end;
$$;
comment on function private.tell_read is
  'Tells those of a conversation, and the reader''s other devices, how far it has come.';

create trigger conversation_reads_tell_new after insert on public.conversation_reads
  for each row execute function private.tell_read();
create trigger conversation_reads_tell_changed after update on public.conversation_reads
  for each row when ((old.read_ordinal, old.delivered_ordinal)
    is distinct from (new.read_ordinal, new.delivered_ordinal))
  execute function private.tell_read();
