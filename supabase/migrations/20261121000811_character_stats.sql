-- character_stats: how much a character is used and how it is rated, for its card and for lists.
-- Callers: a trigger of usage counts answers when they are summed up, a trigger of conversations
-- their beginnings, whoever rates calls count_rating; a job brings the sums to the cards.
-- It costs what happened since the last time, however many characters there are.
--
-- Popularity is the logarithm of a sum that decays: an answer counts 1 and a new conversation 5,
-- and half of that each week later. Written forward (Cormode, Shkapenyuk, Srivastava and Xu,
-- "Forward Decay", ICDE 2009): an event at time t adds 2^weeks(t), and heat is the binary logarithm
-- of the sum. All characters would decay by the same factor, so their order is right without
-- touching those that nobody used. Ratings move it by log2(r / 3), r being the Bayesian average
-- (30 + stars) / (10 + ratings): ten ratings of 3 that everybody has before the first real one.
--
-- Lock order: cards by id (key share), then sums by character; the job waits for neither.

create table private.character_stats (
  character_id uuid not null,
  conversations bigint not null default 0,
  messages bigint not null default 0,
  rating_sum bigint not null default 0,
  rating_count bigint not null default 0,
  heat double precision,
  last_active_at timestamptz,
  is_shown boolean not null default false,
  constraint character_stats_pkey primary key (character_id),
  constraint character_stats_character_id_fkey
    foreign key (character_id) references public.characters (id) on delete cascade,
  constraint character_stats_conversations_check check (conversations >= 0),
  constraint character_stats_messages_check check (messages >= 0),
  constraint character_stats_rating_sum_check
    check (rating_sum between rating_count and 5 * rating_count)
);
comment on table private.character_stats is 'The sums of a character, ahead of its card.';
comment on column private.character_stats.messages is 'Answers of which anything was delivered.';
comment on column private.character_stats.is_shown is 'Whether the card says the same.';

create index character_stats_unshown_idx on private.character_stats (character_id)
  where not is_shown;

create table private.conversation_start (
  id bigint generated always as identity,
  -- No foreign key: begun in the turn that waits, and emptied each minute.
  character_id uuid not null,
  created_at timestamptz not null default now(),
  constraint conversation_start_pkey primary key (id)
);
comment on table private.conversation_start is 'Conversations that were begun and not yet counted.';

alter table private.character_stats enable row level security;
alter table private.conversation_start enable row level security;

create function private.note_conversation_start()
returns trigger
language plpgsql
volatile
set search_path = ''
as $$
begin
  insert into private.conversation_start (character_id) values (new.character_id);
  return null;
end;
$$;
comment on function private.note_conversation_start is 'Notes a conversation, to be counted.';

create trigger conversations_note_start after insert on public.conversations
  for each row execute function private.note_conversation_start();

create type private.character_event as (
  character_id uuid, happened_at timestamptz, conversations bigint, messages bigint);
comment on type private.character_event is 'A conversation that began or an answer that was given.';

create function private.join_heat(p_one double precision, p_other double precision)
returns double precision
language plpgsql
immutable
set search_path = ''
as $$
begin
  -- log2(2^a + 2^b), in the range of numbers also when a and b are 20 years apart.
  return greatest(p_one, p_other)
    + coalesce(ln(1 + power(2, greatest(-1000, -abs(p_one - p_other)))) / ln(2::float), 0);
end;
$$;
comment on function private.join_heat is 'The heat of two sums of events together.';

create function private.count_events(p_events private.character_event[])
returns void
language plpgsql
volatile
set search_path = ''
as $$
begin
  -- The card before the sums, as deleting a character locks them; it does not wait for that.
  with present as (
    select id from public.characters
    where id in (select character_id from unnest(p_events))
    order by id
    for key share skip locked
  ), aged as (
    select each.*, week, max(week) over (partition by each.character_id) as latest
    from unnest(p_events) as each
    join present on id = each.character_id
    cross join lateral (
      select extract(epoch from happened_at - timestamptz '2026-01-01 00:00Z')::float
        / 604800 as week) as age
  )
  insert into private.character_stats as stats
    (character_id, conversations, messages, heat, last_active_at)
  select character_id, sum(conversations), sum(messages),
    latest + ln(sum((5 * conversations + messages) * power(2, greatest(-1000, week - latest))))
      / ln(2::float),
    max(happened_at)
  from aged
  group by character_id, latest
  order by character_id
  on conflict on constraint character_stats_pkey do update
  set conversations = stats.conversations + excluded.conversations,
    messages = stats.messages + excluded.messages,
    heat = private.join_heat(stats.heat, excluded.heat),
    last_active_at = greatest(stats.last_active_at, excluded.last_active_at),
    is_shown = false;
end;
$$;
comment on function private.count_events is
  'Adds what happened to the sums of its characters; of those that are gone nothing is kept.';

create function private.count_answers()
returns trigger
language plpgsql
volatile
set search_path = ''
as $$
begin
  perform private.count_events(array_agg(row(
    character_id, created_at, 0, calls)::private.character_event))
  from summed
  where character_id is not null and calls > 0 and outcome <> 'failed';
  return null;
end;
$$;
comment on function private.count_answers is 'Counts the answers that sum_usage sums up.';

-- A record is changed by sum_usage only, and once.
create trigger usage_record_count_answers after update on private.usage_record
  referencing new table as summed
  for each statement execute function private.count_answers();

create function private.count_rating(
  p_character_id uuid, p_delta_sum_stars integer, p_delta_count integer)
returns void
language plpgsql
volatile
set search_path = ''
as $$
begin
  insert into private.character_stats (character_id) values (p_character_id)
  on conflict on constraint character_stats_pkey do nothing;
  update private.character_stats
  set rating_sum = rating_sum + p_delta_sum_stars, rating_count = rating_count + p_delta_count,
    is_shown = false
  where character_id = p_character_id;
end;
$$;
comment on function private.count_rating is
  'Adds stars and ratings of a character, or takes them back: a new rating (stars, 1), a changed '
  'one (the difference, 0), one taken back (-stars, -1). Below nothing is a violated check.';

create function private.show_statistics()
returns integer
language plpgsql
volatile
set search_path = ''
as $$
declare
  v_begun private.character_event[];
  v_shown integer;
begin
  with begun as (
    delete from private.conversation_start
    where id in (
      select id from private.conversation_start order by id limit 20000 for update skip locked)
    returning character_id, created_at
  )
  select array_agg(row(character_id, created_at, 1, 0)::private.character_event) into v_begun
  from begun;
  perform private.count_events(v_begun);
  -- What somebody is using right now is left for the next time: this must never wait.
  with shown as (
    update private.character_stats as stats set is_shown = true
    from (
      select unshown.character_id
      from private.character_stats as unshown
      join public.characters as card on card.id = unshown.character_id
      where not unshown.is_shown
      order by unshown.character_id
      limit 10000
      for no key update of card skip locked
      for no key update of unshown skip locked) as taken
    where stats.character_id = taken.character_id
    returning stats.*
  )
  update public.characters as character
  set conversation_count = shown.conversations, message_count = shown.messages,
    rating = round(shown.rating_sum::numeric / nullif(shown.rating_count, 0), 2),
    rating_count = shown.rating_count, last_active_at = shown.last_active_at,
    popularity = coalesce(heat, 0)
      + ln((30 + rating_sum)::float / (10 + shown.rating_count) / 3) / ln(2::float),
    counted_at = now()
  from shown
  where character.id = shown.character_id;
  get diagnostics v_shown = row_count;
  return v_shown;
end;
$$;
comment on function private.show_statistics is
  'Counts the conversations that began, and writes the sums that changed to up to 10000 cards; '
  'returns to how many.';

select cron.schedule('show_statistics', '* * * * *', 'select private.show_statistics()');
