-- models: which AI models there are, who serves each, and what it can do.
-- Callers: everyone reads what is offered; begin_turn asks who serves a character's model; the
-- service changes the table. The models themselves are in a later migration, their prices in
-- model_prices.
-- States: offered -> retired, and back. Retired only hides it from lists: characters keep it.
--
-- A model that is not here is served by openai, whose address may be any server that speaks its
-- API.

create table public.models (
  id text not null,
  provider text not null,
  name text not null,
  context_tokens integer not null,
  max_output_tokens integer not null,
  capabilities text[] not null default '{text}',
  image_tokens integer not null default 1000,
  state text not null default 'offered',
  constraint models_pkey primary key (id),
  constraint models_id_check check (char_length(id) between 1 and 100),
  constraint models_provider_check check (provider in (
    'openai', 'anthropic', 'google', 'groq', 'siliconflow', 'volcengine', 'compatible')),
  constraint models_name_check check (char_length(name) between 1 and 80),
  constraint models_context_tokens_check check (context_tokens between 1 and 100000000),
  constraint models_max_output_tokens_check
    check (max_output_tokens between 1 and context_tokens),
  constraint models_capabilities_check check (
    capabilities <@ array['text', 'vision', 'tools', 'reasoning', 'prefill']
    and 'text' = any (capabilities)),
  constraint models_image_tokens_check check (image_tokens between 1 and 100000),
  constraint models_state_check check (state in ('offered', 'retired'))
);
comment on table public.models is 'The AI models that characters may have, and who serves them.';
comment on column public.models.context_tokens is 'Longest prompt and answer together.';
comment on column public.models.capabilities is
  'prefill: goes on with an answer that ends the messages, where others are asked to.';

comment on column public.models.image_tokens is
  'The most tokens that a picture of 400 pixels counts as, for a model with vision.';

grant select on public.models to anon, authenticated;
grant select, insert, update, delete on public.models to service_role;

alter table public.models enable row level security;

create policy "Visitors and people read the models on offer"
  on public.models for select to anon, authenticated
  using (state = 'offered');

create function private.provider_of(p_model text)
returns text
language plpgsql
stable
set search_path = ''
as $$
begin
  return coalesce((select provider from public.models where id = p_model), 'openai');
end;
$$;
comment on function private.provider_of is 'Who serves a model: openai, when it is not known.';
