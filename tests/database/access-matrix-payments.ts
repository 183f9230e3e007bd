// access-matrix-payments: the access list of what is bought and paid, with a row for everybody.
import type pg from 'pg';
import { nobody, ofPerson, people, readOwn, serviceReads } from './access-matrix-access.ts';
import type { Actor, Expectation } from './access-matrix-expectation.ts';

const ofUser = ofPerson(({ id }) => ({ user_id: id }));
const closed = (rows: Expectation['rows']): Expectation => ({ rows, access: nobody });
const adminReads: Expectation['access'][number] = {
  who: ['admin'],
  may: 'select',
  rows: ['foreign'],
};

export const paymentTables: Record<string, Expectation> = {
  'public.orders': { rows: ofUser, access: [readOwn, serviceReads] },
  'public.subscriptions': { rows: ofUser, access: [readOwn, adminReads, serviceReads] },
  'public.payments': { rows: ofUser, access: [readOwn, adminReads, serviceReads] },
  'public.refunds': { rows: ofUser, access: [readOwn, adminReads, serviceReads] },
  'private.customer': closed(ofUser),
  'private.payment_line': closed({ any: () => ({ plan: 'plus' }) }),
  'private.dispute': closed({ any: () => ({ state: 'lost' }) }),
  'private.provider_price': closed({ any: () => ({ item: 'plus' }) }),
  'private.payment_event': closed({ any: () => ({ type: 'matrix' }) }),
  'private.payment_refusal': closed({ any: () => ({ reason: 'unsigned' }) }),
  'private.payment_lease': closed({ any: () => ({ object_key: 'matrix' }) }),
  'private.provider_sweep': closed({ any: () => ({ provider: 'stripe' }) }),
  'private.worker_wake': closed({ any: () => ({ woken_at: '-infinity' }) }),
};

export const paymentFunctions: Record<string, readonly Actor[]> = {
  'public.store_payment_event': ['service'],
  'public.count_payment_refusal': ['service'],
  'public.claim_payment_events': ['service'],
  'public.finish_payment_event': ['service'],
  'public.fail_payment_event': ['service'],
  'public.postpone_payment_event': ['service'],
  'public.lease_payment_object': ['service'],
  'public.release_payment_object': ['service'],
  'public.claim_provider_sweep': ['service'],
  'public.unseen_payment_events': ['service'],
  'public.finish_provider_sweep': ['service'],
  'public.claim_departures': ['service'],
  'public.postpone_departure': ['service'],
  'public.finish_departure': ['service'],
  'public.begin_order': ['service'],
  'public.read_order': ['service'],
  'public.list_offers': ['service'],
  'public.list_payments': ['service'],
  'public.list_prices': ['service'],
  'public.untold_payment_objects': ['service'],
  'public.read_subscription': ['service'],
  'public.plan_change': ['service'],
  'public.open_order': ['service'],
  'public.close_order': ['service'],
  'public.link_customer': ['service'],
  'public.read_customer': ['service'],
  'public.apply_subscription': ['service'],
  'public.apply_payment': ['service'],
  'public.apply_refund': ['service'],
  'public.apply_dispute': ['service'],
  // They refuse by themselves whoever is no admin.
  'public.list_payment_events': people,
  'public.list_double_subscriptions': people,
  'public.read_payment_event': people,
  'public.replay_payment_event': people,
  'public.mark_payment_event': people,
  'public.read_payment_stats': people,
  'public.read_recurring_revenue': people,
  'public.read_revenue': people,
  'public.read_churn': people,
};

/** What is there once: a price, an event, a refusal, a lease. */
export async function createPaymentRows(client: pg.ClientBase): Promise<void> {
  await client.query(
    `with event as (
       insert into private.payment_event (provider, provider_id, type, object_kind, object_id,
         is_live, occurred_at, body, state, finished_at)
       values ('stripe', 'matrix', 'matrix', 'matrix', 'matrix', false, now(), '{}', 'ignored',
         now())
     ), refusal as (
       insert into private.payment_refusal (provider, reason, day, count, last_at)
       values ('stripe', 'unsigned', current_date, 1, now())
     ), lease as (
       insert into private.payment_lease (object_key, leased_at, expires_at)
       values ('matrix', now(), now())
     )
     select private.set_provider_price('stripe', false, 'price_matrix', 'prod_matrix',
       'subscription', 'plus', 1900, 'USD', 'month')`,
  );
}

/** A person's order, and a past subscription with a payment, a refund and a dispute. */
export async function leavePayments(client: pg.ClientBase, id: string): Promise<void> {
  await client.query(
    `with customer as (
       insert into private.customer (user_id, provider, is_live, provider_id)
       values ($1::uuid, 'stripe', false, 'cus_' || $1::uuid)
       returning id
     ), "order" as (
       insert into public.orders (user_id, client_key, provider, is_live, kind, item, price_id,
         credits, amount_cents, currency, state)
       values ($1::uuid, 'matrix', 'stripe', false, 'subscription', 'plus', 'price_matrix', 0,
         1900, 'USD', 'expired')
     ), subscription as (
       insert into public.subscriptions (user_id, customer_id, provider, provider_id, price_id,
         plan, state, amount_cents, currency, billing, period_starts_at, period_ends_at,
         started_at, ended_at, version_at)
       select $1::uuid, id, 'stripe', 'sub_' || $1::uuid, 'price_matrix', 'plus', 'canceled',
         1900, 'USD', 'month', now(), now(), now(), now(), now()
       from customer
     ), payment as (
       insert into public.payments (user_id, customer_id, provider, provider_id, kind,
         subscription_provider_id, item, state, reason, amount_cents, tax_cents, currency,
         created_at, version_at)
       select $1::uuid, id, 'stripe', 'in_' || $1::uuid, 'subscription', 'sub_' || $1::uuid,
         'plus', 'void', 'first', 1900, 0, 'USD', now(), now()
       from customer
       returning id
     ), line as (
       insert into private.payment_line (payment_id, nr, plan, starts_at, ends_at, anchor_at)
       select id, 1, 'plus', now(), now() + interval '1 day', now() from payment
     ), refund as (
       insert into public.refunds (user_id, provider, provider_id, payment_provider_id,
         amount_cents, currency, state, created_at, version_at)
       values ($1::uuid, 'stripe', 're_' || $1::uuid, 'in_' || $1::uuid, 1, 'USD', 'failed',
         now(), now())
     )
     insert into private.dispute (provider, provider_id, payment_provider_id, amount_cents,
       currency, reason, state, created_at, version_at)
     values ('stripe', 'dp_' || $1::uuid, 'in_' || $1::uuid, 1, 'USD', 'general', 'lost', now(),
       now())`,
    [id],
  );
}
