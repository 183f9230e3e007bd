-- moderation: what is not to be said, as data: patterns, thresholds of the provider's scores, and
-- what happens then.
-- Callers: apply_catalog writes the catalog's rules; admins add and remove patterns
-- (moderation_admin); turns read one row, moderation_rules.
--
-- What happens, from the weakest to the strongest; of several rules the strongest counts:
--   flag   admins see it
--   warn   and the person is told
--   block  a message is refused, an answer withheld; neither costs anything
--
-- Invariants
--   a pattern is met in a time proportional to the text, whatever the text: back-references and
--   lookaround, for which the regex engine goes back and forth, are refused when it is written
--   moderation_rules says what patterns and thresholds say (statement triggers)

create table private.moderation_rules (
  id boolean not null default true,
  on_failure text not null default 'open',
  messages jsonb not null default '{}',
  thresholds jsonb not null default '{}',
  input_expression text,
  output_expression text,
  constraint moderation_rules_pkey primary key (id),
  constraint moderation_rules_id_check check (id),
  constraint moderation_rules_on_failure_check check (on_failure in ('open', 'closed')),
  constraint moderation_rules_messages_check check (octet_length(messages::text) <= 20000),
  constraint moderation_rules_thresholds_check check (octet_length(thresholds::text) <= 20000),
  constraint moderation_rules_expressions_check check (
    octet_length(input_expression) <= 200000 and octet_length(output_expression) <= 200000)
);
comment on table private.moderation_rules is
  'The rules in force in one row: what a turn reads. All patterns of a direction are one '
  'expression, which the database keeps compiled.';
comment on column private.moderation_rules.on_failure is
  'When the provider''s moderation does not answer: open lets pass and flags, closed refuses.';
comment on column private.moderation_rules.messages is
  'What the person is told, by category, by its first part, or as default.';
comment on column private.moderation_rules.thresholds is 'direction -> category -> action -> from.';

create table private.moderation_threshold (
  category text not null,
  direction text not null,
  action text not null,
  threshold double precision not null,
  constraint moderation_threshold_pkey primary key (category, direction, action),
  constraint moderation_threshold_category_check check (category in (
    'harassment', 'harassment/threatening', 'hate', 'hate/threatening', 'illicit',
    'illicit/violent', 'self-harm', 'self-harm/intent', 'self-harm/instructions', 'sexual',
    'sexual/minors', 'violence', 'violence/graphic')),
  constraint moderation_threshold_direction_check check (direction in ('input', 'output')),
  constraint moderation_threshold_action_check check (action in ('flag', 'warn', 'block')),
  constraint moderation_threshold_threshold_check check (threshold > 0 and threshold <= 1)
);
comment on table private.moderation_threshold is
  'From which score of the provider''s moderation what happens; without a row, nothing.';

create table private.moderation_pattern (
  id bigint generated always as identity,
  category text not null,
  direction text not null,
  kind text not null,
  content text not null,
  action text not null,
  source text not null,
  expression text not null,
  created_at timestamptz not null default now(),
  constraint moderation_pattern_pkey primary key (id),
  constraint moderation_pattern_category_check
    check (category ~ '^[a-z0-9]+([-_/][a-z0-9]+)*$' and char_length(category) <= 40),
  constraint moderation_pattern_direction_check check (direction in ('input', 'output', 'both')),
  constraint moderation_pattern_kind_check check (kind in ('words', 'regex')),
  constraint moderation_pattern_content_check
    check (char_length(content) between 1 and case kind when 'regex' then 500 else 4000 end),
  constraint moderation_pattern_action_check check (action in ('flag', 'warn', 'block')),
  constraint moderation_pattern_source_check check (source in ('catalog', 'admin')),
  constraint moderation_pattern_expression_check check (octet_length(expression) <= 40000)
);
comment on table private.moderation_pattern is
  'Words and phrases, one a line, or a regular expression; letters of any case, in any language.';
comment on column private.moderation_pattern.expression is
  'The content as one regular expression; written by its trigger.';

alter table private.moderation_rules enable row level security;
alter table private.moderation_threshold enable row level security;
alter table private.moderation_pattern enable row level security;

insert into private.moderation_rules (id) values (true);

-- Patterns ----------------------------------------------------------------------------------------

create function private.comparable(p_text text)
returns text
language plpgsql
immutable
set search_path = ''
as $$
begin
  -- Full-width and styled letters as plain ones, and nothing invisible between them. ASCII has
  -- neither: seconds are spared for long texts.
  return case when octet_length(p_text) = char_length(p_text) then p_text else regexp_replace(
    normalize(p_text, nfkc), '[\u00ad\u200b-\u200f\u2060\ufeff]', '', 'g') end;
end;
$$;
comment on function private.comparable is
  'A text as patterns are compared with it: without disguises of letters.';

create function private.words_expression(p_words text)
returns text
language plpgsql
immutable
set search_path = ''
as $$
declare
  -- Thai, Lao, Burmese, Khmer, Chinese, Japanese and Korean: words do not stand alone there.
  v_unspaced text := '[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff'
    '\uac00-\ud7af]';
begin
  return (
    select nullif(concat_ws('|',
      -- One beginning and one end for all: with a pair each, to compile a thousand takes seconds.
      '\m(?:' || string_agg(expression, '|') filter (where begins and ends) || ')\M',
      string_agg(case when begins then '\m' else '' end || expression
        || case when ends then '\M' else '' end, '|') filter (where not (begins and ends))), '')
    from (
      select word ~ '^\w' and word !~ ('^' || v_unspaced) as begins,
        word ~ '\w$' and word !~ (v_unspaced || '$') as ends,
        regexp_replace(regexp_replace(word, '([^\w\s])', '\\\1', 'g'), '\s+', '\\s+', 'g')
          as expression
      from regexp_split_to_table(p_words, '\n') as line, btrim(line, E' \t\r') as word
      where line ~ '\S'
    ) as each);
end;
$$;
comment on function private.words_expression is
  'Words and phrases, one a line, as one regular expression; null without a word.';

create function private.invalid_pattern(p_reason text)
returns void
language plpgsql
immutable
set search_path = ''
as $$
begin
  raise sqlstate 'PT400' using
    message = 'invalid_pattern',
    detail = jsonb_build_object('reason', p_reason)::text,
    hint = format('The pattern is not taken: %s.', p_reason);
end;
$$;
comment on function private.invalid_pattern is 'Refuses a pattern. PT400 with the reason.';

create function private.require_plain_regex(p_regex text)
returns void
language plpgsql
immutable
set search_path = ''
as $$
declare
  v_regex text := replace(p_regex, '\\', '');
begin
  if v_regex ~ '\\[1-9]' then
    perform private.invalid_pattern('it refers back to a group');
  elsif v_regex ~ '\(\?[^:]' or v_regex ~ '^\*\*\*' then
    perform private.invalid_pattern('it looks around or sets options');
  elsif v_regex ~ '\{\d{4}' or (
    select product > 1000
    from (
      select round(exp(sum(ln(greatest(1, coalesce(nullif(count[2], ''), count[1])::integer)))))
        as product
      from regexp_matches(v_regex, '\{(\d{1,3}),?(\d{0,3})\}', 'g') as count
    ) as repeated)
  then
    perform private.invalid_pattern('its repetitions multiply to more than 1000');
  end if;
  -- Alone, as it must be whole in itself, and in a group, as it is used.
  if '' ~* p_regex or '' ~* ('(?:' || p_regex || ')') then
    perform private.invalid_pattern('the empty text meets it');
  end if;
exception
  when invalid_regular_expression then
    perform private.invalid_pattern(sqlerrm);
end;
$$;
comment on function private.require_plain_regex is
  'Refuses an expression that is wrong, that the empty text meets, or whose time may explode. '
  'PT400.';

create function private.express_pattern()
returns trigger
language plpgsql
volatile
set search_path = ''
as $$
begin
  if new.kind = 'words' then
    new.expression := private.words_expression(private.comparable(new.content));
  else
    new.expression := private.comparable(new.content);
  end if;
  if new.expression is null then
    perform private.invalid_pattern('it has no word');
  end if;
  if new.kind = 'regex' then
    perform private.require_plain_regex(new.expression);
  end if;
  return new;
end;
$$;
comment on function private.express_pattern is 'Makes a pattern''s expression, or refuses it.';

create trigger moderation_pattern_express before insert or update on private.moderation_pattern
  for each row execute function private.express_pattern();

-- The rules in one row ----------------------------------------------------------------------------

create function private.compile_moderation()
returns trigger
language plpgsql
volatile
set search_path = ''
as $$
declare
  v_rules private.moderation_rules;
begin
  -- One at a time: the statements that follow see what the one before has written.
  perform from private.moderation_rules where id for update;
  if (select count(*) from private.moderation_pattern) > 500 then
    perform private.invalid_pattern('there are 500 already');
  end if;
  v_rules.input_expression := (
    select string_agg('(?:' || expression || ')', '|' order by id)
    from private.moderation_pattern where direction in ('input', 'both'));
  v_rules.output_expression := (
    select string_agg('(?:' || expression || ')', '|' order by id)
    from private.moderation_pattern where direction in ('output', 'both'));
  if greatest(octet_length(v_rules.input_expression), octet_length(v_rules.output_expression))
    > 200000
  then
    perform private.invalid_pattern('all together are too long');
  end if;
  -- Together they compile, too.
  perform '' ~* v_rules.input_expression, '' ~* v_rules.output_expression;
  update private.moderation_rules
  set input_expression = v_rules.input_expression, output_expression = v_rules.output_expression,
    thresholds = (
      select coalesce(jsonb_object_agg(direction, categories), '{}')
      from (
        select direction, jsonb_object_agg(category, actions) as categories
        from (
          select direction, category, jsonb_object_agg(action, threshold) as actions
          from private.moderation_threshold group by direction, category
        ) as by_category
        group by direction
      ) as by_direction)
  where id;
  return null;
exception
  when invalid_regular_expression then
    perform private.invalid_pattern(sqlerrm);
end;
$$;
comment on function private.compile_moderation is
  'Writes what patterns and thresholds say into moderation_rules.';

create trigger moderation_pattern_compile
  after insert or update or delete on private.moderation_pattern
  for each statement execute function private.compile_moderation();
create trigger moderation_threshold_compile
  after insert or update or delete on private.moderation_threshold
  for each statement execute function private.compile_moderation();

create function private.apply_moderation(p_moderation jsonb)
returns void
language plpgsql
volatile
set search_path = ''
as $$
begin
  update private.moderation_rules
  set on_failure = coalesce(p_moderation ->> 'on_failure', 'open'),
    messages = coalesce(p_moderation -> 'messages', '{}')
  where id;
  delete from private.moderation_threshold where true;
  insert into private.moderation_threshold (category, direction, action, threshold)
  select category, direction, action, threshold::double precision
  from unnest(array['input', 'output']) as direction
  cross join jsonb_each(coalesce(p_moderation -> direction, '{}')) as of (category, actions)
  cross join jsonb_each_text(actions) as each (action, threshold);
  -- Those that admins added stay.
  delete from private.moderation_pattern where source = 'catalog';
  insert into private.moderation_pattern (category, direction, kind, content, action, source)
  select category, direction, kind, content, action, 'catalog'
  from jsonb_to_recordset(coalesce(p_moderation -> 'patterns', '[]'))
    as pattern (category text, direction text, kind text, content text, action text);
end;
$$;
comment on function private.apply_moderation is
  'The moderation of a catalog instead of that of the one before. PT400.';
