-- own_messages: what people do with single messages: delete, restore, rate.
-- Callers: owner and members of the conversation. Members delete and restore what they said and the
-- answers that they paid; the owner all.
-- States of a message: there -> deleted, and back for 30 days; then its text and what was attached
-- are gone for good, while the row stays for the receipt. An answer that streams is stopped first.
-- A deleted message is in no history, context, search, export or share; who may restore it still
-- reads its row.
-- Lock order: profile (key share), conversation, message.

-- A function, so that a page without deleted messages pays nothing for it.
create function private.may_restore(p_message_id uuid)
returns boolean
language plpgsql
stable
security definer -- Definer because a policy of messages cannot read them through itself.
set search_path = ''
as $$
begin
  return exists (
    select from public.messages as message
    join public.conversations as conversation on conversation.id = message.conversation_id
    where message.id = p_message_id and auth.uid() in (message.author_id, conversation.user_id))
  or exists (
    select from public.turns
    where assistant_message_id = p_message_id and user_id = auth.uid());
end;
$$;
comment on function private.may_restore is
  'Whether the caller said that message, paid it, or owns its conversation.';
grant execute on function private.may_restore to authenticated;

create policy "Deleted messages are read by who may restore them"
  on public.messages as restrictive for select to authenticated
  using (deleted_at is null or private.may_restore(id));

create function private.take_message(p_id uuid)
returns public.messages
language plpgsql
volatile
set search_path = ''
as $$
declare
  v_message public.messages;
  v_conversation public.conversations;
begin
  select * into v_message from public.messages where id = p_id;
  select * into v_conversation from public.conversations where id = v_message.conversation_id;
  if private.role_in(v_conversation, auth.uid()) is null
    or v_conversation.deleted_at is not null
  then
    perform private.message_not_found();
  end if;
  perform private.take_conversation(v_message.conversation_id, 'member');
  select * into strict v_message from public.messages where id = p_id for no key update;
  return v_message;
end;
$$;
comment on function private.take_message is
  'The message, locked with its conversation, in which the caller may speak. PT401, PT403, PT404.';

create function private.take_own_message(p_id uuid)
returns public.messages
language plpgsql
volatile
set search_path = ''
as $$
declare
  v_message public.messages := private.take_message(p_id);
  v_conversation public.conversations;
begin
  select * into strict v_conversation from public.conversations
  where id = v_message.conversation_id;
  if v_conversation.user_id <> auth.uid() then
    perform private.require_author(v_message, v_conversation, auth.uid());
  end if;
  return v_message;
end;
$$;
comment on function private.take_own_message is
  'As take_message: of a conversation of the caller, or said or paid by the caller. PT401, PT403, '
  'PT404.';

create function public.delete_message(p_id uuid)
returns timestamptz
language plpgsql
volatile
security definer -- Definer because people may not write messages.
set search_path = ''
as $$
declare
  v_message public.messages := private.take_own_message(p_id);
begin
  if v_message.state = 'streaming' then
    raise sqlstate 'PT409' using
      message = 'answer_streams', hint = 'Stop the answer before you delete it.';
  end if;
  if v_message.deleted_at is null then
    update public.messages set deleted_at = now(), is_current = false where id = p_id
    returning * into v_message;
    -- A summary that may tell of it is made anew.
    delete from private.conversation_summary as summary
    using public.messages as last
    where summary.conversation_id = v_message.conversation_id
      and last.id = summary.message_id and last.ordinal >= v_message.ordinal;
  end if;
  return v_message.deleted_at;
end;
$$;
comment on function public.delete_message is
  'Deletes a message of a conversation, for all who take part, for good in 30 days; a repeat '
  'changes nothing. Returns when it was deleted. PT401, PT403, PT404, PT409 while it streams.';
revoke execute on function public.delete_message from public, anon, authenticated, service_role;
grant execute on function public.delete_message to authenticated;

create function public.restore_message(p_id uuid)
returns void
language plpgsql
volatile
security definer -- Definer because people may not write messages.
set search_path = ''
as $$
declare
  v_message public.messages := private.take_own_message(p_id);
  v_before public.messages;
begin
  if v_message.deleted_at is null then
    return;
  end if;
  if v_message.content = '' and v_message.kind = 'text' then
    perform private.message_not_found();
  end if;
  update public.messages set deleted_at = null where id = p_id;
  -- Shown again if its place is: when what comes before it and no other version of it is shown.
  v_before.id := v_message.parent_id;
  loop
    select * into v_before from public.messages where id = v_before.id;
    exit when v_before.deleted_at is null;
    v_before.id := v_before.parent_id;
  end loop;
  if (v_before.id is null or v_before.is_current) and not exists (
    select from public.messages
    where conversation_id = v_message.conversation_id and is_current
      and parent_id is not distinct from v_message.parent_id)
  then
    perform private.show_path(
      v_message.conversation_id, private.newest_leaf(p_id), v_message.ordinal);
  end if;
end;
$$;
comment on function public.restore_message is
  'Takes a deletion back; a repeat changes nothing. It is shown unless another version stands in '
  'its place. PT401, PT403, PT404.';
revoke execute on function public.restore_message from public, anon, authenticated, service_role;
grant execute on function public.restore_message to authenticated;

create function private.purge_messages()
returns integer
language plpgsql
volatile
set search_path = ''
as $$
declare
  v_purged integer;
begin
  with old as (
    select id from public.messages
    where deleted_at < now() - interval '30 days' and (content <> '' or kind <> 'text')
    order by deleted_at limit 1000
    for no key update skip locked
  ), forgotten as (
    delete from private.message_search using old where message_id = old.id
  ), detached as (
    delete from public.message_attachments using old where message_id = old.id
  )
  update public.messages set content = '', kind = 'text' from old where messages.id = old.id;
  get diagnostics v_purged = row_count;
  return v_purged;
end;
$$;
comment on function private.purge_messages is
  'Forgets text and attachments of up to 1000 messages deleted 30 days ago; what is locked waits '
  'for the next run. Returns how many.';

select cron.schedule('purge_messages', '*/5 * * * *', 'select private.purge_messages()');
