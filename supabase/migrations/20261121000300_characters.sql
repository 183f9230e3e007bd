-- characters: whom one talks to. The card is public; the prompt never leaves the database except
-- inside a turn.
-- Callers: everyone reads published characters, admins read all; the service writes cards, SQL
-- writes prompts.
-- States: draft -> published -> archived, and back. Only published characters start conversations.

create table public.characters (
  id uuid not null default gen_random_uuid(),
  slug text not null,
  name text not null,
  tagline text not null,
  greeting text not null,
  category text not null,
  language text not null default 'en',
  tags text[] not null default '{}',
  model text not null,
  temperature numeric(2, 1) not null default 0.7,
  max_output_tokens integer not null default 800,
  context_messages integer not null default 20,
  context_tokens integer not null default 8000,
  pricing text not null default 'fixed',
  credit_price bigint not null default 1,
  is_premium boolean not null default false,
  status text not null default 'draft',
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint characters_pkey primary key (id),
  constraint characters_slug_key unique (slug),
  constraint characters_slug_check
    check (slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$' and char_length(slug) <= 60),
  -- A turn names a character by slug or id: the one must not look like the other.
  constraint characters_slug_uuid_check check (not pg_input_is_valid(slug, 'uuid')),
  constraint characters_name_check check (char_length(name) between 1 and 80),
  constraint characters_tagline_check check (char_length(tagline) between 1 and 200),
  constraint characters_greeting_check check (char_length(greeting) between 1 and 2000),
  constraint characters_category_check check (char_length(category) between 1 and 40),
  constraint characters_language_check check (language ~ '^[a-z]{2,3}(-[A-Z]{2})?$'),
  constraint characters_tags_check check (
    cardinality(tags) <= 20 and char_length(array_to_string(tags, '')) <= 600),
  constraint characters_model_check check (char_length(model) between 1 and 100),
  constraint characters_temperature_check check (temperature between 0 and 2),
  constraint characters_max_output_tokens_check check (max_output_tokens between 1 and 32000),
  constraint characters_context_messages_check check (context_messages between 0 and 200),
  constraint characters_context_tokens_check check (context_tokens between 500 and 1000000),
  constraint characters_pricing_check check (pricing in ('fixed', 'metered')),
  constraint characters_credit_price_check check (credit_price between 0 and 1000000),
  constraint characters_status_check check (status in ('draft', 'published', 'archived'))
);
comment on table public.characters is 'The public card of a character, and how its turns are run.';
comment on column public.characters.pricing is
  'fixed: credit_price for a complete answer. metered: by its tokens and the price of its model.';
comment on column public.characters.credit_price is
  'Credits for one complete answer, where the price is fixed.';
comment on column public.characters.context_messages is
  'How many earlier messages of the conversation the model is given.';

create table private.character_prompt (
  character_id uuid not null,
  system_prompt text not null,
  updated_at timestamptz not null default now(),
  constraint character_prompt_pkey primary key (character_id),
  constraint character_prompt_character_id_fkey
    foreign key (character_id) references public.characters (id) on delete cascade,
  constraint character_prompt_system_prompt_check
    check (char_length(system_prompt) between 1 and 20000)
);
comment on table private.character_prompt is
  'What makes the character; secret, so not in its card.';

create index characters_status_category_idx on public.characters (status, category);

grant select on public.characters to anon, authenticated;
grant select, insert, update, delete on public.characters to service_role;

alter table public.characters enable row level security;
alter table private.character_prompt enable row level security;

create policy "Visitors read published characters"
  on public.characters for select to anon
  using (status = 'published');

create policy "People read published characters and admins read all"
  on public.characters for select to authenticated
  using (status = 'published' or (select private.is_admin()));

create trigger characters_touch before update on public.characters
  for each row execute function extensions.moddatetime (updated_at);
create trigger character_prompt_touch before update on private.character_prompt
  for each row execute function extensions.moddatetime (updated_at);
