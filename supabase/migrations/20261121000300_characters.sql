-- characters: whom one talks to. The card is public; the prompt never leaves the database except
-- inside a turn, to its owner, and to admins.
-- Callers: everyone reads published characters, people also their own, admins all; people and
-- admins write by the verbs of change_characters, the service writes cards.
--
-- States: draft -> published | archived, published -> archived, archived -> published | draft.
-- Everybody talks to what is published, an owner also to own drafts; who has a conversation keeps
-- it. A character without owner is the product's.
--
-- Statistics and popularity are written by a job (character_stats), never by a turn: a row that all
-- turns wrote would make them wait for each other.

create table public.characters (
  id uuid not null default gen_random_uuid(),
  owner_id uuid,
  slug text not null,
  name text not null,
  tagline text not null,
  greeting text not null,
  avatar_url text,
  category text not null,
  language text not null default 'en',
  tags text[] not null default '{}',
  traits text[] not null default '{}',
  tone text not null default 'neutral',
  formality smallint not null default 3,
  humour smallint not null default 3,
  empathy smallint not null default 3,
  creativity smallint not null default 3,
  confidence smallint not null default 3,
  model text not null,
  temperature numeric(3, 2) not null default 0.7,
  max_output_tokens integer not null default 800,
  context_messages integer not null default 20,
  context_tokens integer not null default 8000,
  context_images integer not null default 4,
  answer_kind text not null default 'text',
  gallery_every integer,
  pricing text not null default 'fixed',
  credit_price bigint not null default 1,
  is_premium boolean not null default false,
  messages_per_day integer,
  status text not null default 'draft',
  published_at timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  conversation_count bigint not null default 0,
  message_count bigint not null default 0,
  rating numeric(3, 2),
  rating_count bigint not null default 0,
  last_active_at timestamptz,
  popularity double precision not null default 0,
  counted_at timestamptz,
  constraint characters_pkey primary key (id),
  constraint characters_slug_key unique (slug),
  constraint characters_owner_id_fkey
    foreign key (owner_id) references public.profiles (id) on delete cascade,
  constraint characters_slug_check
    check (slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$' and char_length(slug) <= 60),
  -- A turn names a character by slug or id: the one must not look like the other.
  constraint characters_slug_uuid_check check (not pg_input_is_valid(slug, 'uuid')),
  constraint characters_name_check check (char_length(name) <= 80 and name ~ '\S'),
  constraint characters_tagline_check check (char_length(tagline) <= 200 and tagline ~ '\S'),
  constraint characters_greeting_check check (char_length(greeting) <= 2000 and greeting ~ '\S'),
  constraint characters_avatar_url_check
    check (avatar_url ~ '^(https://|/)[^\s"<>\\]+$' and char_length(avatar_url) <= 500),
  constraint characters_category_check check (char_length(category) <= 40 and category ~ '\S'),
  constraint characters_language_check check (language ~ '^[a-z]{2,3}(-[A-Z]{2})?$'),
  constraint characters_tags_check check (
    cardinality(tags) <= 20 and char_length(array_to_string(tags, '')) <= 600
    and array_position(tags, null) is null),
  constraint characters_traits_check check (cardinality(traits) <= 8),
  constraint characters_tone_check check (char_length(tone) <= 40),
  constraint characters_formality_check check (formality between 1 and 5),
  constraint characters_humour_check check (humour between 1 and 5),
  constraint characters_empathy_check check (empathy between 1 and 5),
  constraint characters_creativity_check check (creativity between 1 and 5),
  constraint characters_confidence_check check (confidence between 1 and 5),
  constraint characters_model_check check (char_length(model) between 1 and 100),
  constraint characters_temperature_check check (temperature between 0 and 2),
  constraint characters_max_output_tokens_check check (max_output_tokens between 1 and 32000),
  constraint characters_context_messages_check check (context_messages between 0 and 200),
  constraint characters_context_tokens_check check (context_tokens between 500 and 1000000),
  -- What costs by the answer and is somebody's own cannot be made to cost us more than that.
  constraint characters_own_limits_check check (
    owner_id is null or pricing = 'metered'
    or (max_output_tokens <= 2000 and context_tokens <= 16000 and context_messages <= 50)),
  constraint characters_context_images_check check (context_images between 0 and 20),
  constraint characters_answer_kind_check check (answer_kind in ('text', 'audio')),
  constraint characters_gallery_every_check check (gallery_every between 1 and 1000),
  constraint characters_pricing_check check (pricing in ('fixed', 'metered')),
  constraint characters_credit_price_check check (credit_price between 0 and 1000000),
  constraint characters_messages_per_day_check check (messages_per_day between 1 and 1000000),
  constraint characters_status_check check (status in ('draft', 'published', 'archived')),
  constraint characters_published_at_check
    check (status <> 'published' or published_at is not null),
  constraint characters_rating_check check (rating between 1 and 5),
  constraint characters_rating_count_check
    check (rating_count >= 0 and (rating_count > 0) = (rating is not null)),
  constraint characters_conversation_count_check check (conversation_count >= 0),
  constraint characters_message_count_check check (message_count >= 0)
);
comment on table public.characters is
  'The public card of a character, how its turns are run, and how it is received.';
comment on column public.characters.owner_id is 'Whose it is; null for the product''s own.';
comment on column public.characters.avatar_url is
  'https, or a path of this project, such as /storage/v1/object/public/avatars/a.png.';
comment on column public.characters.traits is 'Of personality_sentences, the strongest first.';
comment on column public.characters.formality is
  'As humour, empathy, creativity and confidence: 1 least, 5 most; 3 says nothing to the model.';
comment on column public.characters.pricing is
  'fixed: credit_price for a complete answer. metered: by its tokens and the price of its model.';
comment on column public.characters.credit_price is
  'Credits for one complete answer, where the price is fixed.';
comment on column public.characters.context_messages is
  'How many earlier messages of the conversation the model is given.';
comment on column public.characters.context_images is
  'How many pictures of earlier messages the model is shown.';
comment on column public.characters.answer_kind is
  'audio: its answers are to be heard, by those whose plan has speech.';
comment on column public.characters.gallery_every is
  'At most one in so many answers comes with a picture of its gallery; null: none does.';
comment on column public.characters.messages_per_day is
  'The most that one person may send it on a UTC day, whatever their plan; null is no such limit.';
comment on column public.characters.published_at is 'When it was first published.';
comment on column public.characters.rating is 'The mean of the stars that its answers got.';
comment on column public.characters.popularity is
  'Grows with use, and use of a week ago counts half: for sorting only (character_stats).';
comment on column public.characters.counted_at is 'When the statistics were last written.';

create table private.character_prompt (
  character_id uuid not null,
  system_prompt text,
  prompt_override text,
  restricted_topics text[] not null default '{}',
  updated_at timestamptz not null default now(),
  constraint character_prompt_pkey primary key (character_id),
  constraint character_prompt_character_id_fkey
    foreign key (character_id) references public.characters (id) on delete cascade,
  constraint character_prompt_system_prompt_check
    check (char_length(system_prompt) <= 20000 and system_prompt ~ '\S'),
  constraint character_prompt_prompt_override_check
    check (char_length(prompt_override) <= 20000 and prompt_override ~ '\S'),
  constraint character_prompt_restricted_topics_check check (
    cardinality(restricted_topics) <= 20
    and char_length(array_to_string(restricted_topics, '')) <= 1600
    and array_position(restricted_topics, null) is null)
);
comment on table private.character_prompt is
  'What makes the character; secret, so not in its card.';
comment on column private.character_prompt.system_prompt is
  'Who it is and what it does; name and tagline stand in where there is none.';
comment on column private.character_prompt.prompt_override is
  'Takes the place of system prompt and personality; facts and restricted topics still follow.';
comment on column private.character_prompt.restricted_topics is
  'What it does not talk about: told to the model, and for moderation to compare with.';

-- Lists: by popularity or age, of all or of a category; a person's own; by tags.
create index characters_popularity_idx on public.characters (status, popularity desc, id);
create index characters_category_popularity_idx
  on public.characters (category, status, popularity desc, id);
create index characters_published_at_idx on public.characters (status, published_at desc, id);
create index characters_owner_id_idx on public.characters (owner_id, created_at desc);
create index characters_tags_idx on public.characters using gin (tags);

grant select on public.characters to anon, authenticated;
grant select, insert, update, delete on public.characters to service_role;

alter table public.characters enable row level security;
alter table private.character_prompt enable row level security;

create policy "Visitors read published characters"
  on public.characters for select to anon
  using (status = 'published');

create policy "People read published characters and their own, and admins read all"
  on public.characters for select to authenticated
  using (status = 'published' or owner_id = (select auth.uid()) or (select private.is_admin()));

create trigger characters_touch before update on public.characters
  for each row when (new.counted_at is not distinct from old.counted_at)
  execute function extensions.moddatetime (updated_at);
create trigger character_prompt_touch before update on private.character_prompt
  for each row execute function extensions.moddatetime (updated_at);

-- States ------------------------------------------------------------------------------------------

create function private.move_character_status()
returns trigger
language plpgsql
volatile
set search_path = ''
as $$
begin
  if tg_op = 'UPDATE' and old.status <> new.status and (old.status, new.status) not in (
    ('draft', 'published'), ('draft', 'archived'), ('published', 'archived'),
    ('archived', 'published'), ('archived', 'draft'))
  then
    raise sqlstate 'PT409' using
      message = 'illegal_state_move',
      detail = jsonb_build_object('from', old.status, 'to', new.status)::text,
      hint = format('A character that is %s cannot become %s.', old.status, new.status);
  end if;
  if new.status = 'published' then
    new.published_at := coalesce(new.published_at, now());
  end if;
  return new;
end;
$$;
comment on function private.move_character_status is
  'Refuses a state that does not follow, and notes when a character is first published. PT409.';

create trigger characters_move_status before insert or update of status on public.characters
  for each row execute function private.move_character_status();

create function private.leave_published_characters()
returns trigger
language plpgsql
volatile
set search_path = ''
as $$
begin
  update public.characters set owner_id = null
  where owner_id = old.id and published_at is not null;
  return old;
end;
$$;
comment on function private.leave_published_characters is
  'An account that goes takes its characters along, but for those that others may talk to.';

create trigger profiles_leave_characters before delete on public.profiles
  for each row execute function private.leave_published_characters();

create function private.find_character(p_asked text, p_user_id uuid, p_known_id uuid)
returns public.characters
language plpgsql
stable
set search_path = ''
as $$
declare
  v_character public.characters;
  v_asked_id uuid := private.as_uuid(p_asked);
begin
  select * into v_character from public.characters
  where (slug = p_asked or id = v_asked_id)
    and (status = 'published' or id = p_known_id
      or (status = 'draft' and owner_id = p_user_id));
  if not found then
    raise sqlstate 'PT404' using
      message = 'character_not_found', hint = 'There is no such character.';
  end if;
  return v_character;
end;
$$;
comment on function private.find_character is
  'The character of that slug or id that a person may talk to: published, an own draft, or the one '
  'of a conversation that there is. PT404.';
