-- payments: what providers know of a person's subscriptions, payments, refunds and disputes, in one
-- shape for all of them.
-- Callers: apply_* write (next migrations); a person reads own rows, admins all.
-- States of a subscription: incomplete | trialing | active | past_due | unpaid | paused
--                           -> canceled | expired, which are final
-- States of a payment: open -> paid | failed | void; paid is final: what is taken back are refunds
-- States of a refund: pending -> succeeded | failed; of a dispute: open -> won | lost
--
-- Invariants
--   an object is there once, by provider and its id there
--   an older version never overwrites a newer one (version_at)
--   nothing here gives or takes by itself: sync_purchases derives it from all of these rows
-- Payments, refunds and subscriptions may come in any order: they name each other by the provider's
-- ids, without foreign keys.

create table public.subscriptions (
  id uuid not null default gen_random_uuid(),
  user_id uuid,
  customer_id uuid not null,
  provider text not null,
  provider_id text not null,
  provider_item_id text,
  price_id text not null,
  plan text not null,
  state text not null,
  amount_cents bigint not null,
  currency text not null,
  billing text not null,
  period_starts_at timestamptz not null,
  period_ends_at timestamptz not null,
  started_at timestamptz not null,
  trial_ends_at timestamptz,
  cancel_at timestamptz,
  ended_at timestamptz,
  next_plan text,
  next_plan_at timestamptz,
  version_at timestamptz not null,
  constraint subscriptions_pkey primary key (id),
  constraint subscriptions_provider_provider_id_key unique (provider, provider_id),
  constraint subscriptions_user_id_fkey
    foreign key (user_id) references public.profiles (id) on delete set null,
  constraint subscriptions_customer_id_fkey
    foreign key (customer_id) references private.customer (id) on delete restrict,
  constraint subscriptions_provider_check check (provider in ('stripe', 'lemonsqueezy')),
  constraint subscriptions_price_id_check check (char_length(price_id) between 1 and 120),
  constraint subscriptions_plan_check check (char_length(plan) between 1 and 40),
  constraint subscriptions_provider_id_check check (char_length(provider_id) between 1 and 120),
  constraint subscriptions_provider_item_id_check
    check (char_length(provider_item_id) between 1 and 120),
  constraint subscriptions_state_check check (state in ('incomplete', 'trialing', 'active',
    'past_due', 'unpaid', 'paused', 'canceled', 'expired')),
  constraint subscriptions_amount_cents_check check (amount_cents >= 0),
  constraint subscriptions_currency_check check (currency ~ '^[A-Z]{3}$'),
  constraint subscriptions_billing_check check (billing in ('month', 'year')),
  constraint subscriptions_period_ends_at_check check (period_ends_at >= period_starts_at),
  constraint subscriptions_ended_at_check
    check (ended_at is null or state in ('canceled', 'expired')),
  constraint subscriptions_next_plan_check check ((next_plan is null) = (next_plan_at is null))
);
comment on table public.subscriptions is 'What recurs, as its provider described it last.';
comment on column public.subscriptions.version_at is
  'When this version was read from the provider: an older one never replaces it.';
comment on column public.subscriptions.cancel_at is 'When it will end by itself; null if never.';

create index subscriptions_user_id_idx on public.subscriptions (user_id);
create index subscriptions_customer_id_idx on public.subscriptions (customer_id);

create table public.payments (
  id uuid not null default gen_random_uuid(),
  user_id uuid,
  customer_id uuid not null,
  provider text not null,
  provider_id text not null,
  kind text not null,
  subscription_provider_id text,
  order_id uuid,
  item text not null,
  state text not null,
  reason text not null,
  amount_cents bigint not null,
  collected_cents bigint,
  tax_cents bigint not null,
  currency text not null,
  reversed_cents bigint not null default 0,
  clawed_credits bigint not null default 0,
  undue_credits bigint not null default 0,
  reversals integer not null default 0,
  number text,
  url text,
  created_at timestamptz not null,
  paid_at timestamptz,
  version_at timestamptz not null,
  constraint payments_pkey primary key (id),
  constraint payments_provider_provider_id_key unique (provider, provider_id),
  constraint payments_user_id_fkey
    foreign key (user_id) references public.profiles (id) on delete set null,
  constraint payments_customer_id_fkey
    foreign key (customer_id) references private.customer (id) on delete restrict,
  constraint payments_order_id_fkey
    foreign key (order_id) references public.orders (id) on delete restrict,
  constraint payments_provider_check check (provider in ('stripe', 'lemonsqueezy')),
  constraint payments_provider_id_check check (char_length(provider_id) between 1 and 120),
  constraint payments_kind_check check (
    case kind when 'subscription' then subscription_provider_id is not null
              when 'pass' then order_id is not null
              when 'pack' then order_id is not null else false end),
  constraint payments_subscription_provider_id_check
    check (char_length(subscription_provider_id) between 1 and 120),
  constraint payments_item_check check (char_length(item) between 1 and 40),
  constraint payments_state_check check (state in ('open', 'paid', 'failed', 'void')),
  constraint payments_reason_check
    check (reason in ('purchase', 'first', 'renewal', 'change', 'other')),
  constraint payments_amount_cents_check check (amount_cents >= 0),
  constraint payments_collected_cents_check
    check (collected_cents between 1 and amount_cents),
  constraint payments_tax_cents_check check (tax_cents between 0 and amount_cents),
  constraint payments_currency_check check (currency ~ '^[A-Z]{3}$'),
  constraint payments_reversed_cents_check check (reversed_cents between 0 and amount_cents),
  constraint payments_clawed_credits_check check (clawed_credits >= 0),
  constraint payments_undue_credits_check check (undue_credits >= 0),
  constraint payments_number_check check (char_length(number) between 1 and 100),
  constraint payments_url_check check (char_length(url) between 1 and 2000),
  constraint payments_paid_at_check check ((state = 'paid') = (paid_at is not null))
);
comment on table public.payments is 'Each invoice or one-time purchase, with taxes.';
comment on column public.payments.collected_cents is
  'What was collected of it, where the rest was paid by the customer''s balance; null means all.';
comment on column public.payments.reversed_cents is
  'What is refunded or disputed of it, as far as that was taken into account.';
comment on column public.payments.clawed_credits is 'What was taken back of its credits.';
comment on column public.payments.undue_credits is
  'What was taken back beside that: of months granted before it was known that they are not due.';
comment on column public.payments.reversals is 'How often reversed_cents has changed.';

create index payments_user_id_idx on public.payments (user_id, created_at desc);
create index payments_customer_id_idx on public.payments (customer_id);
create index payments_order_id_idx on public.payments (order_id);
create index payments_subscription_provider_id_idx
  on public.payments (provider, subscription_provider_id);

create table private.payment_line (
  payment_id uuid not null,
  nr integer not null,
  plan text not null,
  starts_at timestamptz not null,
  ends_at timestamptz not null,
  anchor_at timestamptz not null,
  constraint payment_line_pkey primary key (payment_id, nr),
  constraint payment_line_payment_id_fkey
    foreign key (payment_id) references public.payments (id) on delete cascade,
  constraint payment_line_plan_check check (char_length(plan) between 1 and 40),
  constraint payment_line_ends_at_check check (ends_at > starts_at)
);
comment on table private.payment_line is
  'The time of a plan that a payment of a subscription buys.';
comment on column private.payment_line.anchor_at is
  'Where the subscription''s periods are counted from; after its start within a trial.';

create table public.refunds (
  id uuid not null default gen_random_uuid(),
  user_id uuid,
  provider text not null,
  provider_id text not null,
  payment_provider_id text not null,
  amount_cents bigint not null,
  currency text not null,
  state text not null,
  created_at timestamptz not null,
  version_at timestamptz not null,
  constraint refunds_pkey primary key (id),
  constraint refunds_provider_provider_id_key unique (provider, provider_id),
  constraint refunds_user_id_fkey
    foreign key (user_id) references public.profiles (id) on delete set null,
  constraint refunds_provider_check check (provider in ('stripe', 'lemonsqueezy')),
  constraint refunds_provider_id_check check (char_length(provider_id) between 1 and 120),
  constraint refunds_payment_provider_id_check
    check (char_length(payment_provider_id) between 1 and 120),
  constraint refunds_amount_cents_check check (amount_cents > 0),
  constraint refunds_currency_check check (currency ~ '^[A-Z]{3}$'),
  constraint refunds_state_check check (state in ('pending', 'succeeded', 'failed'))
);
comment on table public.refunds is 'What was paid back of a payment.';

create index refunds_user_id_idx on public.refunds (user_id);
create index refunds_payment_provider_id_idx on public.refunds (provider, payment_provider_id);

create table private.dispute (
  id uuid not null default gen_random_uuid(),
  provider text not null,
  provider_id text not null,
  payment_provider_id text not null,
  amount_cents bigint not null,
  currency text not null,
  reason text not null,
  state text not null,
  created_at timestamptz not null,
  version_at timestamptz not null,
  constraint dispute_pkey primary key (id),
  constraint dispute_provider_provider_id_key unique (provider, provider_id),
  constraint dispute_provider_check check (provider in ('stripe', 'lemonsqueezy')),
  constraint dispute_provider_id_check check (char_length(provider_id) between 1 and 120),
  constraint dispute_payment_provider_id_check
    check (char_length(payment_provider_id) between 1 and 120),
  constraint dispute_amount_cents_check check (amount_cents > 0),
  constraint dispute_currency_check check (currency ~ '^[A-Z]{3}$'),
  constraint dispute_reason_check check (char_length(reason) between 1 and 60),
  constraint dispute_state_check check (state in ('open', 'won', 'lost'))
);
comment on table private.dispute is 'What a bank took back of a payment, for good or for now.';

create index dispute_payment_provider_id_idx on private.dispute (provider, payment_provider_id);

grant select on public.subscriptions, public.payments, public.refunds
  to authenticated, service_role;

alter table public.subscriptions enable row level security;
alter table public.payments enable row level security;
alter table private.payment_line enable row level security;
alter table public.refunds enable row level security;
alter table private.dispute enable row level security;

create policy "People read their own subscriptions and admins read all"
  on public.subscriptions for select to authenticated
  using (user_id = (select auth.uid()) or (select private.is_admin()));
create policy "People read their own payments and admins read all"
  on public.payments for select to authenticated
  using (user_id = (select auth.uid()) or (select private.is_admin()));
create policy "People read their own refunds and admins read all"
  on public.refunds for select to authenticated
  using (user_id = (select auth.uid()) or (select private.is_admin()));

create function private.running_subscriptions(p_user_id uuid, p_is_live boolean)
returns setof public.subscriptions
language plpgsql
stable
set search_path = ''
as $$
begin
  return query
    select subscriptions.* from public.subscriptions
    join private.customer on customer.id = customer_id
    where subscriptions.user_id = p_user_id and is_live = p_is_live
      and state not in ('canceled', 'expired', 'incomplete');
end;
$$;
comment on function private.running_subscriptions is
  'What recurs of a person, of test mode or live.';

create function private.require_no_subscription(p_user_id uuid, p_is_live boolean)
returns void
language plpgsql
stable
set search_path = ''
as $$
begin
  if exists (select from private.running_subscriptions(p_user_id, p_is_live)) then
    raise sqlstate 'PT409' using
      message = 'subscription_exists', hint = 'You have a subscription: change its plan instead.';
  end if;
end;
$$;
comment on function private.require_no_subscription is 'Refuses who has a subscription. PT409.';
