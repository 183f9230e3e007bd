-- search_messages: full-text search of what was said where a person takes part.
-- Callers: a person, for that; triggers of messages, which keep the index.
--
-- The words are kept beside the messages and not in them: a column would come with every
-- `select *`, and an index on an expression of the content would make each checkpoint of a
-- streaming answer (four a second) write all indexes anew. So words are made once, when a text is
-- final. The index begins with the owner of the conversation, so a search costs what is written at
-- those with whom one talks, not what all wrote. Words are taken as they are ('simple'), because
-- people write in many languages; of scripts without spaces each sign is a word.

create table private.message_search (
  message_id uuid not null,
  user_id uuid not null,
  ordinal bigint not null,
  words tsvector not null,
  constraint message_search_pkey primary key (message_id),
  constraint message_search_message_id_fkey
    foreign key (message_id) references public.messages (id) on delete cascade
);
comment on table private.message_search is 'The words of each message that is final.';

create index message_search_user_id_words_idx
  on private.message_search using gin (user_id, words);

alter table private.message_search enable row level security;

create function private.index_message()
returns trigger
language plpgsql
volatile
set search_path = ''
as $$
begin
  insert into private.message_search (message_id, user_id, ordinal, words)
  select new.id, user_id, new.ordinal, to_tsvector('simple', lower(private.searchable(new.content)))
  from public.conversations where id = new.conversation_id
  on conflict on constraint message_search_pkey do update set words = excluded.words;
  return null;
end;
$$;
comment on function private.index_message is 'Keeps the words of a final message.';

create trigger messages_index_new after insert on public.messages
  for each row when (new.state <> 'streaming' and new.content <> '')
  execute function private.index_message();
create trigger messages_index_final after update of state on public.messages
  for each row when (new.state <> 'streaming' and new.content <> '')
  execute function private.index_message();

create function public.search_messages(
  p_query text, p_limit integer default 20, p_before bigint default null)
returns table (
  message_id uuid, conversation_id uuid, conversation_title text, ordinal bigint, role text,
  kind text, created_at timestamptz, excerpt text)
language plpgsql
stable
security definer -- Definer because people may not read the index, which names the person.
set search_path = ''
as $$
declare
  v_query tsquery;
  v_joined uuid[] := array(select id from private.readable_conversations where not is_own);
  v_owners uuid[] := array(
    select auth.uid() union select user_id from public.conversations where id = any (v_joined));
begin
  if p_query is null or char_length(p_query) > 200 then
    raise sqlstate 'PT400' using
      message = 'invalid_request',
      detail = jsonb_build_object('p_query', 'required, at most 200 characters')::text,
      hint = 'Search for something of at most 200 characters.';
  end if;
  v_query := websearch_to_tsquery('simple', lower(private.searchable(p_query)));
  return query
    select message.id, conversation.id, conversation.title, message.ordinal, message.role,
      message.kind, message.created_at, private.excerpt(message.content, v_query)
    from (
      select found.message_id, found.ordinal from private.message_search as found
      join public.messages as each on each.id = found.message_id and each.is_current
      join public.conversations as own on own.id = each.conversation_id and own.deleted_at is null
        and (own.user_id = (select auth.uid()) or own.id = any (v_joined))
      where found.user_id = any (v_owners) and found.words @@ v_query
        and (p_before is null or found.ordinal < p_before)
      order by found.ordinal desc
      limit least(greatest(coalesce(p_limit, 20), 1), 100)
    ) as page
    join public.messages as message on message.id = page.message_id
    join public.conversations as conversation on conversation.id = message.conversation_id
    order by message.ordinal desc;
end;
$$;
comment on function public.search_messages is
  'The messages with all these words ("a phrase", or, -not) where the caller takes part, newest '
  'first, at most 100, those before an ordinal: the last one of a page asks for the next. The '
  'excerpt is plain text, what was found between « and ». PT400.';
revoke execute on function public.search_messages from public, anon, authenticated, service_role;
grant execute on function public.search_messages to authenticated;

create function private.excerpt(p_text text, p_query tsquery)
returns text
language plpgsql
immutable
set search_path = ''
as $$
declare
  v_text text := private.searchable(p_text);
  v_lower text := lower(v_text);
  v_hit integer;
begin
  -- To find the place in all of a long text takes a tenth of a second: it is about the first word.
  v_hit := (
    select min(nullif(strpos(v_lower, word[1]), 0))
    from regexp_matches(querytree(p_query), '''([^'']+)''', 'g') as word);
  return replace(regexp_replace(
    ts_headline('simple', substr(v_text, greatest(1, v_hit - 500), 5000), p_query,
      'StartSel=«, StopSel=», ShortWord=0, MaxWords=24, MaxFragments=1'),
    ' ?(«?[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]»?) ?', '\1', 'g'), '»«', '');
end;
$$;
comment on function private.excerpt is 'The part of a text where words are found, between « and ».';
