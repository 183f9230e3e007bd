-- catalog: the one product that this project runs, as data: plans, what they allow, prices.
-- Callers: everyone reads what is on offer; an operator applies catalogs/*.json with
-- `npm run catalog -- apply NAME`, which is apply_catalog() (next migration).
-- States of a plan, a credit pack and an action's price: offered -> retired when a catalog without
-- it is applied, and back. What somebody had or bought is retired, not deleted.
--
-- Invariants
--   exactly one plan is the default: everybody's who has no other (unique index, apply_catalog)
--   a limit that is not there does not exist: no row means unlimited

create table private.catalog (
  id boolean not null default true,
  name text not null,
  credit_value_micros bigint not null,
  markup_percent integer not null,
  content jsonb not null,
  applied_at timestamptz not null default now(),
  constraint catalog_pkey primary key (id),
  constraint catalog_id_check check (id),
  constraint catalog_name_check check (char_length(name) between 1 and 40),
  constraint catalog_credit_value_micros_check
    check (credit_value_micros between 1 and 1000000000),
  constraint catalog_content_check check (octet_length(content::text) <= 1000000),
  constraint catalog_markup_percent_check check (markup_percent between 0 and 10000)
);
comment on table private.catalog is 'The catalog that was applied last, whole in content.';
comment on column private.catalog.credit_value_micros is
  'What a credit is worth, in millionths of a dollar: for metered prices and for margins.';

create table public.plans (
  slug text not null,
  name text not null,
  description text not null,
  rank integer not null,
  is_default boolean not null default false,
  billing text not null,
  amount_cents integer not null default 0,
  currency text not null,
  pass_days integer,
  trial_days integer,
  credits bigint not null default 0,
  rollover_periods integer not null default 0,
  features text[] not null default '{}',
  models text[],
  state text not null default 'offered',
  constraint plans_pkey primary key (slug),
  constraint plans_slug_check check (slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$' and char_length(slug) <= 40),
  constraint plans_name_check check (char_length(name) between 1 and 60),
  constraint plans_description_check check (char_length(description) between 1 and 300),
  constraint plans_rank_check check (rank between 0 and 1000),
  constraint plans_billing_check check (billing in ('free', 'month', 'year', 'once')),
  constraint plans_amount_cents_check check (
    amount_cents between 0 and 100000000 and (amount_cents = 0) = (billing = 'free')),
  constraint plans_currency_check check (currency ~ '^[A-Z]{3}$'),
  constraint plans_pass_days_check
    check ((billing = 'once') = (pass_days is not null) and pass_days between 1 and 3660),
  constraint plans_trial_days_check
    check (trial_days is null or (billing in ('month', 'year') and trial_days between 1 and 90)),
  constraint plans_credits_check check (credits between 0 and 1000000000),
  constraint plans_rollover_periods_check check (rollover_periods between 0 and 12),
  constraint plans_features_check check (features <@ array[
    'premium_characters', 'own_characters', 'voice', 'speech', 'images', 'multimedia',
    'premium_galleries', 'api', 'analytics', 'workflows', 'integrations', 'idea_batches',
    'fine_tuning', 'priority_support', 'service_level_agreement']),
  constraint plans_models_check check (cardinality(models) between 1 and 200),
  constraint plans_state_check check (state in ('offered', 'retired')),
  constraint plans_is_default_check check (not is_default or (billing = 'free'
    and state = 'offered'))
);
comment on table public.plans is 'What one can have: the default plan, subscriptions and passes.';
comment on column public.plans.rank is 'Of several plans a person has the one of highest rank.';
comment on column public.plans.credits is 'Plan credits each month, or for the whole of a pass.';
comment on column public.plans.rollover_periods is
  'For how many more periods unused plan credits stay.';
comment on column public.plans.models is 'Ids of the models that may be used; null means all.';

create unique index plans_is_default_idx on public.plans (is_default) where is_default;

create table private.meter_kind (
  meter text not null,
  constraint meter_kind_pkey primary key (meter),
  constraint meter_kind_meter_check check (char_length(meter) between 1 and 40)
);
comment on table private.meter_kind is 'What can be limited.';

insert into private.meter_kind (meter) values
  ('requests'), ('messages'), ('text_messages'), ('audio_messages'), ('media_messages'),
  ('attachments'), ('tokens'), ('streams'), ('api_requests'), ('uploads'), ('images'), ('speeches'),
  ('transcriptions'), ('voice_minutes'), ('ideas'), ('fine_tunings'), ('embeddings'), ('cashouts'),
  ('own_characters'), ('participants'), ('invitations');

create table public.plan_limits (
  plan text not null,
  meter text not null,
  scope text not null,
  window_kind text not null,
  window_seconds integer not null default 0,
  allowance bigint not null,
  constraint plan_limits_pkey primary key (plan, meter, scope, window_kind, window_seconds),
  constraint plan_limits_plan_fkey
    foreign key (plan) references public.plans (slug) on delete cascade,
  constraint plan_limits_meter_fkey
    foreign key (meter) references private.meter_kind (meter) on delete restrict,
  constraint plan_limits_window_kind_check check (
    window_kind in ('rolling', 'day', 'month', 'ever', 'request', 'at_once', 'kept')),
  constraint plan_limits_window_seconds_check check (
    (window_kind = 'rolling') = (window_seconds > 0) and window_seconds between 0 and 604800),
  constraint plan_limits_scope_check check (
    case scope when 'user' then true
               when 'character' then window_kind in ('day', 'month', 'ever')
               when 'ip' then window_kind = 'rolling' else false end),
  constraint plan_limits_streams_check check ((meter = 'streams') = (window_kind = 'at_once')),
  constraint plan_limits_own_characters_check
    check ((meter = 'own_characters') = (window_kind = 'kept')),
  constraint plan_limits_participants_check
    check (meter <> 'participants' or window_kind = 'request'),
  constraint plan_limits_allowance_check check (allowance between 1 and 1000000000000)
);
comment on table public.plan_limits is
  'How much of what a plan allows in which window; what has no row is unlimited.';
comment on column public.plan_limits.window_kind is
  'rolling: so many at once, then one by one as time passes; day, month: of the UTC calendar; '
  'ever; request: the most in a single one; at_once: the most at the same time; kept: the most '
  'that one may have.';

create index plan_limits_meter_idx on public.plan_limits (meter);

create table public.credit_packs (
  slug text not null,
  name text not null,
  credits bigint not null,
  amount_cents integer not null,
  currency text not null,
  state text not null default 'offered',
  constraint credit_packs_pkey primary key (slug),
  constraint credit_packs_slug_check
    check (slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$' and char_length(slug) <= 40),
  constraint credit_packs_name_check check (char_length(name) between 1 and 60),
  constraint credit_packs_credits_check check (credits between 1 and 1000000000),
  constraint credit_packs_amount_cents_check check (amount_cents between 1 and 100000000),
  constraint credit_packs_currency_check check (currency ~ '^[A-Z]{3}$'),
  constraint credit_packs_state_check check (state in ('offered', 'retired'))
);
comment on table public.credit_packs is 'Credits that one can buy; they never expire.';

create table private.action_kind (
  action text not null,
  feature text,
  meter text not null,
  units_per_count bigint,
  constraint action_kind_pkey primary key (action),
  constraint action_kind_action_check check (char_length(action) between 1 and 40),
  constraint action_kind_feature_check check (char_length(feature) between 1 and 40),
  constraint action_kind_meter_fkey
    foreign key (meter) references private.meter_kind (meter) on delete restrict,
  constraint action_kind_units_per_count_check check (units_per_count > 0)
);
create index action_kind_meter_idx on private.action_kind (meter);
comment on table private.action_kind is
  'What can be paid for beside a turn: the feature it needs, and the meter that counts it.';
comment on column private.action_kind.units_per_count is
  'How many units begun the meter counts as one; null counts each action as one.';

-- Units: images, characters of text, seconds of sound, ideas, tokens.
insert into private.action_kind (action, feature, meter, units_per_count) values
  ('completion', 'api', 'api_requests', null),
  ('embedding', 'api', 'embeddings', null),
  ('image', 'images', 'images', 1),
  ('speech', 'speech', 'speeches', null),
  ('transcription', null, 'transcriptions', null),
  ('voice', 'voice', 'voice_minutes', 60),
  ('idea', null, 'ideas', 1),
  ('fine_tuning', 'fine_tuning', 'fine_tunings', null);

create table public.action_prices (
  action text not null,
  pricing text not null,
  credits bigint,
  per bigint,
  state text not null default 'offered',
  constraint action_prices_pkey primary key (action),
  constraint action_prices_action_fkey
    foreign key (action) references private.action_kind (action) on delete restrict,
  constraint action_prices_pricing_check check (
    case pricing when 'fixed' then credits is not null and per is not null
                 when 'metered' then credits is null and per is null else false end),
  constraint action_prices_credits_check check (credits between 0 and 1000000000),
  constraint action_prices_per_check check (per between 1 and 1000000000),
  constraint action_prices_state_check check (state in ('offered', 'retired'))
);
comment on table public.action_prices is
  'What an AI action costs: credits for each so many units begun, or metered.';

grant select on public.plans to anon, authenticated, service_role;
grant select on public.plan_limits to anon, authenticated, service_role;
grant select on public.credit_packs to anon, authenticated, service_role;
grant select on public.action_prices to anon, authenticated, service_role;

alter table private.meter_kind enable row level security;
alter table private.action_kind enable row level security;
alter table private.catalog enable row level security;
alter table public.plans enable row level security;
alter table public.plan_limits enable row level security;
alter table public.credit_packs enable row level security;
alter table public.action_prices enable row level security;

create policy "Visitors and people read the plans on offer"
  on public.plans for select to anon, authenticated
  using (state = 'offered');
create policy "Visitors and people read the limits of the plans on offer"
  on public.plan_limits for select to anon, authenticated
  using (plan in (select slug from public.plans where state = 'offered'));
create policy "Visitors and people read the credit packs on offer"
  on public.credit_packs for select to anon, authenticated
  using (state = 'offered');
create policy "Visitors and people read the prices of actions on offer"
  on public.action_prices for select to anon, authenticated
  using (state = 'offered');

-- Until a catalog is applied there is one plan, and it gives nothing: a new project fails closed.
insert into private.catalog (name, credit_value_micros, markup_percent, content)
values ('none', 10000, 0, '{}');
insert into public.plans (slug, name, description, rank, is_default, billing, currency)
values ('none', 'None', 'No catalog has been applied yet.', 0, true, 'free', 'USD');
