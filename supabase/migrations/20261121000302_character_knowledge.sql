-- character_knowledge: facts that a character knows, and the few of them that bear on a message.
-- Callers: set_character_knowledge writes, a turn's prompt reads.
--
-- Facts are found by full-text search in the character's language (stems, stop words), with any of
-- the words of the message, within one index of character and word. What one prompt takes is
-- bounded: 5 facts of at most 1000 characters.

create table private.character_fact (
  id bigint generated always as identity,
  character_id uuid not null,
  fact text not null,
  words tsvector not null,
  constraint character_fact_pkey primary key (id),
  constraint character_fact_character_id_fkey
    foreign key (character_id) references public.characters (id) on delete cascade,
  constraint character_fact_fact_check check (char_length(fact) <= 1000 and fact ~ '\S')
);
comment on table private.character_fact is 'What a character knows, a fact a row.';

create index character_fact_character_id_idx on private.character_fact (character_id, id);
create index character_fact_character_id_words_idx
  on private.character_fact using gin (character_id, words);

alter table private.character_fact enable row level security;

create function private.searchable(p_text text)
returns text
language plpgsql
immutable
set search_path = ''
as $$
begin
  -- A tsvector holds one megabyte at most: what is beyond the prefix is not found, and not refused.
  return regexp_replace(left(p_text, 50000),
    '([\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff])', ' \1 ', 'g');
end;
$$;
comment on function private.searchable is
  'A text with spaces around each sign of the scripts that have none (Chinese, Japanese, Thai).';

create function private.text_search_of(p_language text)
returns regconfig
language plpgsql
immutable
set search_path = ''
as $$
begin
  return case split_part(p_language, '-', 1)
    when 'da' then 'danish' when 'de' then 'german' when 'en' then 'english'
    when 'es' then 'spanish' when 'fi' then 'finnish' when 'fr' then 'french'
    when 'hu' then 'hungarian' when 'it' then 'italian' when 'nl' then 'dutch'
    when 'nb' then 'norwegian' when 'nn' then 'norwegian' when 'no' then 'norwegian'
    when 'pt' then 'portuguese' when 'ro' then 'romanian'
    when 'ru' then 'russian' when 'sv' then 'swedish' when 'tr' then 'turkish'
    else 'simple' end::regconfig;
end;
$$;
comment on function private.text_search_of is
  'The text search of a language; simple, which takes words as they are, where there is none.';

create function private.words_of(p_language text, p_text text)
returns tsvector
language plpgsql
immutable
set search_path = ''
as $$
begin
  return to_tsvector(private.text_search_of(p_language), lower(private.searchable(p_text)));
end;
$$;
comment on function private.words_of is 'The words of a text, as its language has them.';

create function private.index_fact()
returns trigger
language plpgsql
volatile
set search_path = ''
as $$
begin
  new.words := private.words_of(
    (select language from public.characters where id = new.character_id), new.fact);
  return new;
end;
$$;
comment on function private.index_fact is 'Keeps the words of a fact.';

create trigger character_fact_index before insert or update on private.character_fact
  for each row execute function private.index_fact();

create function private.index_facts_anew()
returns trigger
language plpgsql
volatile
security definer -- Definer because the service writes cards and holds no rights on facts.
set search_path = ''
as $$
begin
  update private.character_fact set fact = fact where character_id = new.id;
  return null;
end;
$$;
comment on function private.index_facts_anew is
  'Makes the words of all facts anew when their language changes.';

create trigger characters_index_facts after update of language on public.characters
  for each row when (old.language <> new.language) execute function private.index_facts_anew();

create function private.any_word_of(p_language text, p_text text)
returns tsquery
language plpgsql
immutable
set search_path = ''
as $$
begin
  -- A hundred different words say what a message is about; more would only cost.
  return (
    select string_agg(quote_literal(lexeme), ' | ')::tsquery
    from (
      select lexeme from unnest(private.words_of(p_language, p_text))
      order by positions[1] limit 100
    ) as words);
end;
$$;
comment on function private.any_word_of is
  'Finds what shares a word with a text; null when there is no word in it.';

create function private.facts_for(p_character public.characters, p_text text)
returns text[]
language plpgsql
stable
set search_path = ''
as $$
declare
  v_query tsquery;
begin
  -- Most characters know no facts: they must not pay for the words of a long message.
  perform from private.character_fact where character_id = p_character.id limit 1;
  if not found then
    return '{}';
  end if;
  v_query := private.any_word_of(p_character.language, p_text);
  return array(
    select fact from private.character_fact
    where character_id = p_character.id and words @@ v_query
    order by ts_rank(words, v_query, 1) desc, id
    limit 5);
end;
$$;
comment on function private.facts_for is
  'The five facts at most that share most words with a text, best first; the shorter one of two.';
