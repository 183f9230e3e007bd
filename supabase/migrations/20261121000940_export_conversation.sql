-- export_conversation: one conversation as data or as a text to keep.
-- Callers: who takes part.

create function private.conversation_markdown(p_title text, p_name text, p_messages jsonb)
returns text
language sql
stable
set search_path = ''
as $$
  select format(E'# %s\n', coalesce(p_title, p_name)) || coalesce(string_agg(
    format(E'\n## %s, %s UTC\n\n%s\n',
      case message.role when 'user' then 'You' else p_name end,
      to_char(message.created_at at time zone 'UTC', 'YYYY-MM-DD HH24:MI'), message.content),
    '' order by nr), '')
  from rows from (jsonb_to_recordset(p_messages)
    as (role text, content text, created_at timestamptz)) with ordinality
    as message (role, content, created_at, nr)
  where message.content <> '';
$$;
comment on function private.conversation_markdown is 'Messages as a Markdown text, oldest first.';
grant execute on function private.conversation_markdown to authenticated;
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
  v_messages jsonb;
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
  select coalesce(jsonb_agg(jsonb_build_object(
    'role', role, 'state', state, 'content',
      case p_format when 'json' then content else private.as_told(message) end,
    'attachments', private.attachment_list(id), 'created_at', created_at)
    order by ordinal), '[]')
  into v_messages from public.messages as message where conversation_id = p_id and is_current;

  if p_format = 'markdown' then
    return jsonb_build_object('format', p_format, 'content', private.conversation_markdown(
      v_conversation.title, v_card ->> 'name', v_messages));
  end if;
  return jsonb_build_object(
    'format', p_format,
    'id', v_conversation.id,
    'title', v_conversation.title,
    'character', v_card,
    'created_at', v_conversation.created_at,
    'messages', v_messages);
end;
$$;
comment on function public.export_conversation is
  'A conversation in which the caller takes part, oldest message first: json has format, id, '
  'title, character, created_at and messages with their attachments; markdown has format and '
  'content. PT400, PT404.';
revoke execute on function public.export_conversation
  from public, anon, authenticated, service_role;
grant execute on function public.export_conversation to authenticated;
