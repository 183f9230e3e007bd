-- export_conversation: one conversation as data or as a text to keep.
-- Callers: who takes part.

create function private.author_names(p_conversation_id uuid)
returns table (author_id uuid, name text)
language plpgsql
stable
security definer -- Definer because people may not read the profiles of others.
set search_path = ''
as $$
begin
  return query
    select profile.id, coalesce(profile.display_name, profile.username)
    from public.profiles as profile
    where p_conversation_id in (select id from private.readable_conversations) and profile.id in (
      select message.author_id from public.messages as message
      where message.conversation_id = p_conversation_id and message.is_current);
end;
$$;
comment on function private.author_names is
  'Who said what is shown of a conversation in which the caller takes part, by name.';
grant execute on function private.author_names to authenticated;
-- One function refuses for all: also in functions that run with the rights of the caller.
grant execute on function private.conversation_not_found to authenticated;

create function public.export_conversation(p_id uuid, p_format text default 'json')
returns jsonb
language plpgsql
stable
set search_path = ''
as $$
declare
  v_conversation public.conversations;
  v_card jsonb;
begin
  if p_format is null or p_format not in ('json', 'markdown') then
    raise sqlstate 'PT400' using
      message = 'invalid_request',
      detail = jsonb_build_object('p_format', 'json or markdown')::text,
      hint = 'Conversations are exported as json or markdown.';
  end if;
  select * into v_conversation from public.conversations
  where id = p_id and deleted_at is null;
  if not found then
    perform private.conversation_not_found();
  end if;
  v_card := private.character_card(v_conversation.character_id);
  if p_format = 'markdown' then
    return jsonb_build_object('format', p_format, 'content',
      format(E'# %s\n', coalesce(v_conversation.title, v_card ->> 'name')) || coalesce((
        select string_agg(format(E'\n## %s, %s UTC\n\n%s\n',
          case when role = 'assistant' then v_card ->> 'name'
            when message.author_id = auth.uid() or not v_conversation.is_shared then 'You'
            else coalesce(author.name, 'Somebody') end,
          to_char(created_at at time zone 'UTC', 'YYYY-MM-DD HH24:MI'), private.as_told(message)),
          '' order by ordinal)
        from public.messages as message
        left join private.author_names(p_id) as author on author.author_id = message.author_id
        where conversation_id = p_id and is_current and (content <> '' or kind <> 'text')), ''));
  end if;
  return jsonb_build_object(
    'format', p_format,
    'id', v_conversation.id,
    'title', v_conversation.title,
    'character', v_card,
    'created_at', v_conversation.created_at,
    'messages', (
      select coalesce(jsonb_agg(jsonb_build_object(
        'role', role, 'author', author.name, 'state', state, 'content', content,
        'attachments', case kind when 'text' then '[]' else private.attachment_list(id) end,
        'created_at', created_at) order by ordinal), '[]')
      from public.messages as message
      left join private.author_names(p_id) as author on author.author_id = message.author_id
      where conversation_id = p_id and is_current));
end;
$$;
comment on function public.export_conversation is
  'A conversation in which the caller takes part, oldest message first: json has format, id, '
  'title, character, created_at and messages with the name of their author, null for the '
  'character, and their attachments; markdown has format and content. PT400, PT404.';
revoke execute on function public.export_conversation
  from public, anon, authenticated, service_role;
grant execute on function public.export_conversation to authenticated;
