-- model_prices: what providers ask for their models, by date, and what that is in credits.
-- Callers: begin_turn and begin_action estimate by it, their settlements charge by it, usage keeps
-- the cost and the price that it was made of. The prices themselves are in later migrations; a
-- changed price is a new row with a later valid_from.
--
-- Prices are millionths of a dollar (micros) for a million units, so all of them are integers.
-- A cost is rounded up once to whole micros, a charge once to whole credits.

create table private.model_price (
  id bigint generated always as identity,
  provider text not null,
  model text not null,
  valid_from timestamptz not null,
  tier_start_tokens integer not null default 0,
  input_micros bigint,
  cached_input_micros bigint,
  cache_write_micros bigint,
  output_micros bigint,
  image_micros bigint,
  second_micros bigint,
  character_micros bigint,
  training_token_micros bigint,
  constraint model_price_pkey primary key (id),
  constraint model_price_model_provider_valid_from_tier_start_tokens_key
    unique (model, provider, valid_from, tier_start_tokens),
  constraint model_price_provider_check check (provider ~ '^[a-z0-9-]{1,40}$'),
  constraint model_price_model_check check (char_length(model) between 1 and 100),
  constraint model_price_tier_start_tokens_check check (tier_start_tokens >= 0),
  constraint model_price_tokens_check check ((input_micros is null) = (output_micros is null)
    and (input_micros is not null or (cached_input_micros is null and cache_write_micros is null))),
  -- A hundred thousand dollars for a million tokens: beyond it somebody mistook the unit.
  constraint model_price_micros_check check (
    greatest(input_micros, cached_input_micros, cache_write_micros, output_micros,
      second_micros, character_micros, training_token_micros) <= 100000000000
    and image_micros <= 100000000000000
    and least(input_micros, cached_input_micros, cache_write_micros, output_micros,
      image_micros, second_micros, character_micros, training_token_micros) >= 0)
);
comment on table private.model_price is
  'What a provider asks for a million units, in micros, from a date and a length of input on.';
comment on column private.model_price.cached_input_micros is 'Null: as any other input.';
comment on column private.model_price.cache_write_micros is 'Null: as any other input.';

alter table private.model_price enable row level security;

create trigger model_price_refuse before update or delete on private.model_price
  for each row execute function private.ledger_refuse();

create type private.token_usage as (
  input_tokens bigint, cached_input_tokens bigint, cache_write_tokens bigint,
  output_tokens bigint);
comment on type private.token_usage is
  'Tokens of one call. Input has the cached and the cache-writing ones in it, output the thoughts.';

create function private.model_price_at(
  p_provider text, p_model text, p_at timestamptz, p_input_tokens bigint default 0)
returns private.model_price
language plpgsql
stable
set search_path = ''
as $$
declare
  v_price private.model_price;
begin
  select * into v_price from private.model_price
  where model = p_model and valid_from <= p_at
    and tier_start_tokens <= coalesce(p_input_tokens, 0)
  order by provider = p_provider desc nulls last, valid_from desc, tier_start_tokens desc, provider
  limit 1;
  return v_price;
end;
$$;
comment on function private.model_price_at is
  'The price of a model at a moment for so many input tokens; null when there is none. Of a model '
  'that several providers have, that of the one named, as far as it is known.';

create function private.token_cost(
  p_price private.model_price, p_usage private.token_usage)
returns bigint
language plpgsql
immutable
set search_path = ''
as $$
declare
  v_cached bigint := coalesce(p_usage.cached_input_tokens, 0);
  v_written bigint := coalesce(p_usage.cache_write_tokens, 0);
begin
  return ceil((
    -- Not greatest(0, ...): of tokens that are not known it would make none.
    (p_usage.input_tokens - least(p_usage.input_tokens, v_cached + v_written))::numeric
      * p_price.input_micros
    + v_cached::numeric * coalesce(p_price.cached_input_micros, p_price.input_micros)
    + v_written::numeric * coalesce(p_price.cache_write_micros, p_price.input_micros)
    + p_usage.output_tokens::numeric * p_price.output_micros) / 1000000);
end;
$$;
comment on function private.token_cost is
  'Micros that a provider asks for a call; null when the price or the tokens are not known.';

create function private.bound_cost(
  p_price private.model_price, p_input_tokens bigint, p_output_tokens bigint)
returns bigint
language plpgsql
immutable
set search_path = ''
as $$
begin
  return private.token_cost(p_price, row(
    p_input_tokens, 0,
    -- Some providers ask more for what they write to their cache: all of it may be.
    case when p_price.cache_write_micros > p_price.input_micros then p_input_tokens else 0 end,
    p_output_tokens)::private.token_usage);
end;
$$;
comment on function private.bound_cost is
  'Micros that a provider may ask at most for so many tokens; null when that is not known.';

create function private.unit_cost(p_price private.model_price, p_action text, p_units bigint)
returns bigint
language plpgsql
immutable
set search_path = ''
as $$
begin
  return ceil(p_units::numeric * case p_action
    when 'image' then p_price.image_micros
    when 'speech' then p_price.character_micros
    when 'transcription' then p_price.second_micros
    when 'voice' then p_price.second_micros
    when 'fine_tuning' then p_price.training_token_micros
    when 'embedding' then p_price.input_micros end / 1000000);
end;
$$;
comment on function private.unit_cost is
  'Micros that a provider asks for so many units of an action; null when that is not known.';

create function private.credits_of_cost(p_cost_micros bigint)
returns bigint
language plpgsql
stable
set search_path = ''
as $$
begin
  return (
    select ceil(p_cost_micros::numeric * (100 + markup_percent) / 100 / credit_value_micros)
    from private.catalog);
end;
$$;
comment on function private.credits_of_cost is
  'Whole credits for a cost: with the catalog''s markup, rounded up.';

create function private.require_model_price(
  p_model text, p_price private.model_price)
returns void
language plpgsql
volatile
set search_path = ''
as $$
begin
  if p_price.input_micros is null then
    raise sqlstate 'PT503' using
      message = 'model_not_priced',
      detail = jsonb_build_object('model', p_model)::text,
      hint = 'This model has no price yet, and it is charged by its cost.';
  end if;
end;
$$;
comment on function private.require_model_price is
  'Refuses to start what is charged by its cost while that is not known. PT503.';
