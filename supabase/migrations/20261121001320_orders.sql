-- orders: who may buy what, and who is about to. Prices of providers mapped to plans, passes and
-- credit packs; one customer for each person and provider; an order for each checkout.
-- Callers: billing (as the service role), `npm run billing -- sync` as role postgres; a person
-- reads own orders.
-- States of an order: open -> complete | expired; expired -> complete when the money comes late.
-- States of a price:  offered -> retired when the provider has a newer one, and back.
--
-- Invariants
--   one customer a person, provider and mode; one price on offer for each thing there
--   what is of test mode and what is live do not meet: the mode is the customer's
--   an order keeps what was promised: credits and price of the moment it was made

create table private.provider_price (
  provider text not null,
  is_live boolean not null,
  provider_id text not null,
  provider_product_id text not null,
  kind text not null,
  item text not null,
  amount_cents integer not null,
  currency text not null,
  billing text not null,
  state text not null default 'offered',
  constraint provider_price_pkey primary key (provider, provider_id),
  constraint provider_price_provider_check check (provider in ('stripe', 'lemonsqueezy')),
  constraint provider_price_provider_id_check check (char_length(provider_id) between 1 and 120),
  constraint provider_price_provider_product_id_check
    check (char_length(provider_product_id) between 1 and 120),
  constraint provider_price_kind_check check (
    case kind when 'subscription' then billing in ('month', 'year')
              when 'pass' then billing = 'once'
              when 'pack' then billing = 'once' else false end),
  constraint provider_price_item_check check (char_length(item) between 1 and 40),
  constraint provider_price_amount_cents_check check (amount_cents between 1 and 100000000),
  constraint provider_price_currency_check check (currency ~ '^[A-Z]{3}$'),
  constraint provider_price_state_check check (state in ('offered', 'retired'))
);
comment on table private.provider_price is
  'What a provider sells for us: a plan by subscription, a pass, or a pack of credits.';

create unique index provider_price_offered_idx
  on private.provider_price (provider, is_live, kind, item) where state = 'offered';

create table private.customer (
  id uuid not null default gen_random_uuid(),
  user_id uuid,
  provider text not null,
  is_live boolean not null,
  provider_id text not null,
  created_at timestamptz not null default now(),
  constraint customer_pkey primary key (id),
  constraint customer_user_id_provider_is_live_key unique (user_id, provider, is_live),
  constraint customer_provider_provider_id_is_live_key unique (provider, provider_id, is_live),
  constraint customer_user_id_fkey
    foreign key (user_id) references public.profiles (id) on delete set null,
  constraint customer_provider_check check (provider in ('stripe', 'lemonsqueezy')),
  constraint customer_provider_id_check check (char_length(provider_id) between 1 and 120)
);
comment on table private.customer is 'Who somebody is to a provider. Outlives the account.';

create table public.orders (
  id uuid not null default gen_random_uuid(),
  user_id uuid,
  client_key text not null,
  provider text not null,
  is_live boolean not null,
  kind text not null,
  item text not null,
  price_id text not null,
  credits bigint not null,
  amount_cents integer not null,
  currency text not null,
  trial_days integer,
  state text not null default 'open',
  checkout_id text,
  checkout_url text,
  customer_id uuid,
  created_at timestamptz not null default now(),
  constraint orders_pkey primary key (id),
  constraint orders_user_id_client_key_key unique (user_id, client_key),
  constraint orders_provider_checkout_id_key unique (provider, checkout_id),
  constraint orders_user_id_fkey
    foreign key (user_id) references public.profiles (id) on delete set null,
  constraint orders_customer_id_fkey
    foreign key (customer_id) references private.customer (id) on delete restrict,
  constraint orders_price_id_fkey foreign key (provider, price_id)
    references private.provider_price (provider, provider_id) on delete restrict,
  constraint orders_client_key_check check (char_length(client_key) between 1 and 100),
  constraint orders_kind_check check (kind in ('subscription', 'pass', 'pack')),
  constraint orders_item_check check (char_length(item) between 1 and 40),
  constraint orders_currency_check check (currency ~ '^[A-Z]{3}$'),
  constraint orders_credits_check check (credits >= 0),
  constraint orders_state_check check (state in ('open', 'complete', 'expired')),
  constraint orders_checkout_id_check check (char_length(checkout_id) between 1 and 255),
  constraint orders_checkout_url_check check (char_length(checkout_url) between 1 and 2000)
);
comment on table public.orders is 'What somebody set out to buy, and on which terms.';

comment on column public.orders.customer_id is
  'Who pays it, also when the account is gone before that is heard of.';

create index orders_price_id_idx on public.orders (provider, price_id);
create index orders_customer_id_idx on public.orders (customer_id);

grant select on public.orders to authenticated, service_role;

alter table private.provider_price enable row level security;
alter table private.customer enable row level security;
alter table public.orders enable row level security;

create policy "People read their own orders"
  on public.orders for select to authenticated
  using (user_id = (select auth.uid()));

-- Prices ------------------------------------------------------------------------------------------

create function private.set_provider_price(
  p_provider text, p_is_live boolean, p_provider_id text, p_provider_product_id text,
  p_kind text, p_item text, p_amount_cents integer, p_currency text, p_billing text)
returns boolean
language plpgsql
volatile
set search_path = ''
as $$
begin
  update private.provider_price set state = 'retired'
  where provider = p_provider and is_live = p_is_live and kind = p_kind and item = p_item
    and state = 'offered' and provider_id <> p_provider_id;
  insert into private.provider_price as price (provider, is_live, provider_id,
    provider_product_id, kind, item, amount_cents, currency, billing)
  values (p_provider, p_is_live, p_provider_id, p_provider_product_id, p_kind, p_item,
    p_amount_cents, p_currency, p_billing)
  on conflict on constraint provider_price_pkey do update set state = 'offered'
  where (price.kind, price.item, price.amount_cents, price.currency, price.billing)
    = (p_kind, p_item, p_amount_cents, p_currency, p_billing);
  return found;
end;
$$;
comment on function private.set_provider_price is
  'Sells a thing at a price of the provider from now on; false when that price is another '
  'thing''s. Whoever pays an older price keeps it.';

-- Orders ------------------------------------------------------------------------------------------

create function private.require_provider_price(
  p_provider text, p_is_live boolean, p_kind text, p_item text)
returns private.provider_price
language plpgsql
stable
set search_path = ''
as $$
declare
  v_price private.provider_price;
begin
  select * into v_price from private.provider_price
  where provider = p_provider and is_live = p_is_live and kind = p_kind and item = p_item
    and state = 'offered';
  if not found
    or not exists (select from public.plans where p_kind <> 'pack' and slug = p_item
        and plans.state = 'offered'
      union all
      select from public.credit_packs where p_kind = 'pack' and slug = p_item
        and credit_packs.state = 'offered')
  then
    raise sqlstate 'PT404' using
      message = 'not_for_sale',
      detail = jsonb_build_object('provider', p_provider, 'kind', p_kind, 'item', p_item)::text,
      hint = 'This is not sold there.';
  end if;
  return v_price;
end;
$$;
comment on function private.require_provider_price is
  'The price at which a provider sells a thing that the catalog offers. PT404.';

create function public.begin_order(
  p_user_id uuid, p_client_key text, p_provider text, p_is_live boolean, p_kind text, p_item text)
returns jsonb
language plpgsql
volatile
security definer -- Definer because nobody may write orders.
set search_path = ''
as $$
declare
  v_price private.provider_price;
  v_order public.orders;
begin
  perform private.require_active_profile(p_user_id);
  perform private.lock_person(p_user_id);
  select * into v_order from public.orders
  where user_id = p_user_id and client_key = p_client_key;
  if not found then
    v_price := private.require_provider_price(p_provider, p_is_live, p_kind, p_item);
    if p_kind = 'subscription' then
      perform private.require_no_subscription(p_user_id, p_is_live);
    end if;
    insert into public.orders (user_id, client_key, provider, is_live, kind, item, price_id,
      credits, amount_cents, currency, trial_days)
    select p_user_id, p_client_key, p_provider, p_is_live, p_kind, p_item, v_price.provider_id,
      coalesce((select credits from public.credit_packs where p_kind = 'pack' and slug = p_item),
        (select credits from public.plans where p_kind <> 'pack' and slug = p_item)),
      v_price.amount_cents, v_price.currency,
      -- A trial is for who never had the plan.
      (select trial_days from public.plans where p_kind = 'subscription' and slug = p_item
        and not exists (
          select from public.memberships where user_id = p_user_id and plan = p_item))
    returning * into v_order;
  elsif (v_order.provider, v_order.is_live, v_order.kind, v_order.item)
    <> (p_provider, p_is_live, p_kind, p_item)
  then
    raise sqlstate 'PT409' using
      message = 'idempotency_conflict',
      detail = jsonb_build_object('key', p_client_key)::text,
      hint = 'This key already ordered something else.';
  end if;
  return to_jsonb(v_order) || jsonb_build_object('customer_provider_id', (
    select provider_id from private.customer
    where user_id = p_user_id and provider = p_provider and is_live = p_is_live));
end;
$$;
comment on function public.begin_order is
  'Notes what a person is about to buy, once per key, and whom the provider knows the person as. '
  'PT403, PT404, PT409.';

create function public.open_order(p_order_id uuid, p_checkout_id text, p_checkout_url text)
returns jsonb
language plpgsql
volatile
security definer -- Definer because nobody may write orders.
set search_path = ''
as $$
begin
  update public.orders set checkout_id = p_checkout_id, checkout_url = p_checkout_url,
    customer_id = (
      select id from private.customer
      where (customer.user_id, customer.provider, customer.is_live)
        = (orders.user_id, orders.provider, orders.is_live))
  where id = p_order_id and checkout_id is null;
  return (select to_jsonb(orders) from public.orders where id = p_order_id);
end;
$$;
comment on function public.open_order is
  'Keeps where an order is paid, and by whom; the first is kept.';

create function public.link_customer(
  p_user_id uuid, p_provider text, p_is_live boolean, p_provider_id text,
  p_replaces text default null)
returns text
language plpgsql
volatile
security definer -- Definer because nobody may write customers.
set search_path = ''
as $$
begin
  update private.customer set provider_id = p_provider_id
  where user_id = p_user_id and provider = p_provider and is_live = p_is_live
    and provider_id = p_replaces;
  insert into private.customer (user_id, provider, is_live, provider_id)
  values (p_user_id, p_provider, p_is_live, p_provider_id)
  on conflict do nothing;
  return (
    select provider_id from private.customer
    where user_id = p_user_id and provider = p_provider and is_live = p_is_live);
end;
$$;
comment on function public.link_customer is
  'Keeps whom a provider knows a person as, and returns it: the first is kept, unless it is named '
  'as gone. Null when that customer is somebody else''s.';

create function public.read_customer(p_user_id uuid, p_provider text, p_is_live boolean)
returns text
language plpgsql
stable
security definer -- Definer because nobody may read customers.
set search_path = ''
as $$
begin
  return (
    select provider_id from private.customer
    where user_id = p_user_id and provider = p_provider and is_live = p_is_live);
end;
$$;
comment on function public.read_customer is 'Whom a provider knows a person as; null if nobody.';

revoke execute on function public.begin_order, public.open_order, public.link_customer,
  public.read_customer
  from public, anon, authenticated, service_role;
grant execute on function public.begin_order, public.open_order, public.link_customer,
  public.read_customer
  to service_role;
