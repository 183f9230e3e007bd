-- search_characters: characters by words and tags.
-- Callers: everyone. Lists without words or tags are read from the table itself.
--
-- Policies hide rows by conditions that must be tried before a search operator is, so the Data API
-- alone cannot use an index of words or tags: this function says what may be seen, and uses it.

create table private.character_search (
  character_id uuid not null,
  words tsvector not null,
  constraint character_search_pkey primary key (character_id),
  constraint character_search_character_id_fkey
    foreign key (character_id) references public.characters (id) on delete cascade
);
comment on table private.character_search is 'The words of each card.';

create index character_search_words_idx on private.character_search using gin (words);

alter table private.character_search enable row level security;

create function private.index_character()
returns trigger
language plpgsql
volatile
security definer -- Definer because the service writes cards and holds no rights on their words.
set search_path = ''
as $$
begin
  insert into private.character_search (character_id, words)
  values (new.id,
    setweight(private.words_of('', new.name), 'A')
    || setweight(private.words_of('', array_to_string(new.tags || new.category, ' ')), 'B')
    || setweight(private.words_of('', new.tagline), 'C'))
  on conflict on constraint character_search_pkey do update set words = excluded.words;
  return null;
end;
$$;
comment on function private.index_character is
  'Keeps the words of a card: the name first, then tags and category, then the tagline.';

create trigger characters_index after insert or update of name, tagline, category, tags
  on public.characters
  for each row execute function private.index_character();

create function public.search_characters(
  p_query text default null, p_tags text[] default null, p_limit integer default 50)
returns setof public.characters
language plpgsql
stable
security definer -- Definer because no index of words serves under row-level security.
set search_path = ''
as $$
declare
  v_query tsquery := websearch_to_tsquery('simple', lower(private.searchable(left(p_query, 200))));
  v_tags text[] := coalesce(p_tags, '{}');
  v_limit integer := least(greatest(coalesce(p_limit, 50), 1), 200);
  v_user_id uuid := auth.uid();
  v_is_admin boolean := private.is_admin();
begin
  if numnode(v_query) > 0 then
    return query
      select character.* from private.character_search as found
      join public.characters as character on character.id = found.character_id
      where found.words @@ v_query and tags @> v_tags
        and (status = 'published' or owner_id = v_user_id or v_is_admin)
      order by ts_rank(found.words, v_query) desc, popularity desc, id
      limit v_limit;
  elsif v_tags <> '{}' then
    return query
      select * from public.characters
      where tags @> v_tags and (status = 'published' or owner_id = v_user_id or v_is_admin)
      order by popularity desc, id
      limit v_limit;
  else
    raise sqlstate 'PT400' using
      message = 'invalid_request',
      detail = jsonb_build_object('p_query', 'a word, or p_tags')::text,
      hint = 'Search for a word or a tag.';
  end if;
end;
$$;
comment on function public.search_characters is
  'Characters that the caller may see, with all these words ("a phrase", or, -not) in name, tags, '
  'category or tagline and with all these tags: the best 50, or p_limit up to 200. Filters, order '
  'and pages of the Data API apply to them. PT400.';
revoke execute on function public.search_characters
  from public, anon, authenticated, service_role;
grant execute on function public.search_characters to anon, authenticated;
