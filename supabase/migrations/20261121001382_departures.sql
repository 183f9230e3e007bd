-- departures: whoever deletes the account is no customer of a provider any more: subscriptions are
-- cancelled there, and what is personal is forgotten there and here. What accounting needs stays:
-- payments, refunds and the provider's id of the customer.
-- Callers: a trigger queues it in the transaction that deletes the account, and apply_subscription
-- when a subscription of such a customer begins after all; the worker claims and
-- finishes, as the service role. A nightly job forgets old raw events of everybody.
--
-- A departure stays in its queue until the provider has confirmed it, however long that takes.
-- Doing it again changes nothing there: so it takes effect exactly once.

select pgmq.create('departures');

create function private.send_departure(p_customer_id uuid)
returns void
language plpgsql
volatile
set search_path = ''
as $$
begin
  perform pgmq.send('departures', jsonb_build_object('customer_id', p_customer_id));
  perform private.wake_worker();
end;
$$;
comment on function private.send_departure is
  'Lets the worker tell the provider that a customer left.';

create function private.queue_departure()
returns trigger
language plpgsql
volatile
security definer -- Definer because whoever deletes an account may not write the queue.
set search_path = ''
as $$
begin
  perform private.send_departure(new.id);
  return null;
end;
$$;
comment on function private.queue_departure is 'Queues the departure of who deletes the account.';

create trigger customer_queue_departure after update of user_id on private.customer
  for each row when (old.user_id is not null and new.user_id is null)
  execute function private.queue_departure();

create function public.claim_departures(p_count integer)
returns table (
  message_id bigint, provider text, customer_id uuid, customer_provider_id text,
  subscription_provider_ids text[])
language plpgsql
volatile
security definer -- Definer because nobody may read customers or the queue.
set search_path = ''
as $$
begin
  -- A worker that dies has them for a minute.
  return query
    select message.msg_id, customer.provider, customer.id, customer.provider_id, array(
      select subscription.provider_id from public.subscriptions as subscription
      where subscription.customer_id = customer.id
        and subscription.state not in ('canceled', 'expired')
      order by subscription.provider_id)
    from pgmq.read('departures', 60, least(p_count, 20)) as message
    join private.customer on customer.id = private.as_uuid(message.message ->> 'customer_id');
end;
$$;
comment on function public.claim_departures is
  'Up to so many customers who left, with their subscriptions that are not over, for a minute '
  'nobody else''s.';

create function public.postpone_departure(p_message_id bigint)
returns void
language plpgsql
volatile
security definer -- Definer because nobody may write the queue.
set search_path = ''
as $$
begin
  -- 2 s, 4 s, ... an hour, for as long as it takes.
  perform pgmq.set_vt('departures', p_message_id, least(3600, 2 ^ least(read_ct, 12))::integer)
  from pgmq.q_departures where msg_id = p_message_id;
end;
$$;
comment on function public.postpone_departure is
  'The provider could not be told: it is told again later.';

create function public.finish_departure(p_message_id bigint, p_customer_id uuid)
returns void
language plpgsql
volatile
security definer -- Definer because nobody may write payments, the inbox or the queue.
set search_path = ''
as $$
begin
  -- The page of an invoice has a name and an address, and so may a raw event.
  update public.payments set url = null where customer_id = p_customer_id and url is not null;
  update public.orders set checkout_url = null
  where checkout_url is not null
    and id in (select order_id from public.payments where customer_id = p_customer_id);
  update private.payment_event as event set body = '{}'
  from private.events_of(p_customer_id) as own
  where event.id = own and state in ('processed', 'ignored', 'resolved');
  perform pgmq.delete('departures', p_message_id);
end;
$$;
comment on function public.finish_departure is
  'The provider knows that somebody left: what is personal of it is forgotten here too.';

create function private.events_of(p_customer_id uuid)
returns setof bigint
language plpgsql
stable
set search_path = ''
as $$
begin
  return query
    with object as (
      select provider, 'subscription' as kind, provider_id as id
      from public.subscriptions where customer_id = p_customer_id
      union all
      select provider, told.kind, told.id
      from public.payments
      cross join lateral (values
        -- What was bought once is `order:1` with us, and 1 among the orders of LemonSqueezy.
        (case provider when 'lemonsqueezy' then 'order' else 'invoice' end,
          regexp_replace(payments.provider_id, '^order:', '')),
        ('checkout', (select checkout_id from public.orders where orders.id = order_id))
      ) as told (kind, id)
      where customer_id = p_customer_id
      union all
      select reversal.provider, reversal.kind, reversal.provider_id
      from public.payments
      join (
        select 'refund' as kind, provider, provider_id, payment_provider_id from public.refunds
        union all
        select 'dispute', provider, provider_id, payment_provider_id from private.dispute
      ) as reversal
        on reversal.provider = payments.provider
          and reversal.payment_provider_id = payments.provider_id
      where customer_id = p_customer_id
    )
    select event.id from object
    join private.payment_event as event
      on event.provider = object.provider and event.object_id = object.id
        -- Stripe's ids say of what kind they are.
        and (event.provider = 'stripe' or event.object_kind = object.kind);
end;
$$;
comment on function private.events_of is 'The events about what a customer paid.';

create function private.forget_payment_bodies()
returns void
language plpgsql
volatile
set search_path = ''
as $$
begin
  update private.payment_event set body = '{}'
  where state in ('processed', 'ignored', 'resolved') and body <> '{}'
    and finished_at < now() - interval '90 days';
end;
$$;
comment on function private.forget_payment_bodies is
  'Forgets the raw text of events that were dealt with 90 days ago; what they told of stays.';

revoke execute on function public.claim_departures, public.postpone_departure,
  public.finish_departure
  from public, anon, authenticated, service_role;
grant execute on function public.claim_departures, public.postpone_departure,
  public.finish_departure
  to service_role;

select cron.schedule('forget_payment_bodies', '41 3 * * *',
  'select private.forget_payment_bodies()');
