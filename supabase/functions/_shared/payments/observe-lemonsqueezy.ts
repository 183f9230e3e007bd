// observe-lemonsqueezy: reads what an event of LemonSqueezy is about as it is now, and applies it.
// A subscription is read with all of its invoices, so any event of it brings the whole of it.
import { z } from 'zod';
import { callSql } from '../database.ts';
import type { LemonLife } from './find-lines-bought.ts';
import { isLive } from './is-live.ts';
import { listLemon, readLemon, unavailable } from './lemonsqueezy-client.ts';
import {
  type LemonInvoice,
  type LemonOrder,
  type LemonSubscription,
  lemonInvoice,
  lemonOrder,
  lemonSubscription,
} from './lemonsqueezy-resources.ts';
import {
  normaliseLemonOrder,
  normaliseLemonPayments,
  normaliseLemonRefund,
  normaliseLemonSubscription,
} from './normalise-lemonsqueezy.ts';
import { type Observed, observe } from './observe.ts';

const knownPrices = z.array(
  z.object({
    price_id: z.string(),
    amount_cents: z.int(),
    currency: z.string(),
    billing: z.enum(['month', 'year']),
  }),
);

/**
 * What an event has beside its resource: the checkout's own words, which no resource repeats. Old
 * events are forgotten but for what they were about.
 */
const named = z.object({
  meta: z
    .object({
      // An empty one is a list there.
      custom_data: z
        .looseObject({ order_id: z.uuid().optional().catch(undefined) })
        .nullish()
        .catch(undefined),
    })
    .optional(),
});

/** Our order that one of the events of an object names: not each of them needs to. */
export function orderNamedBy(events: { body: string }[]): string | undefined {
  return events
    .map(({ body }) => named.parse(JSON.parse(body)).meta?.custom_data?.order_id)
    .find((orderId) => orderId !== undefined);
}

/** Applies what LemonSqueezy has of an object now; false when it is none of ours. */
export async function observeLemonSqueezy(
  kind: string,
  id: string,
  orderId: string | undefined,
): Promise<boolean> {
  if (kind === 'subscription') return observeSubscription(id, orderId);
  if (kind === 'order') return observeOrder(id, orderId);
  return false;
}

function observeSubscription(id: string, orderId: string | undefined): Promise<boolean> {
  return observe('lemonsqueezy', `subscription:${id}`, async () => {
    const life = await readLife(id, orderId);
    if (!life) return [];
    const invoices = new Map<string, LemonInvoice>(
      life.invoices.map(({ id: each, invoice }) => [`invoice:${each}`, invoice]),
    );
    return [
      { apply: 'apply_subscription', object: normaliseLemonSubscription(life) },
      ...normaliseLemonPayments(life).flatMap((payment): Observed[] => {
        const paid = reversedMost(invoices.get(payment.provider_id), life.order);
        const refund = normaliseLemonRefund(payment.provider_id, paid);
        return [{ apply: 'apply_payment', object: payment }, ...refunded(refund)];
      }),
    ];
  });
}

/** Undefined when it began with what we do not sell. */
async function readLife(id: string, orderId: string | undefined): Promise<LemonLife | undefined> {
  // Invoices first: one that a change of plan has made is never read with the plan before it.
  const found = await listLemon('subscription-invoices', { subscription_id: id });
  const subscription = lemonSubscription.parse((await readLemon(`subscriptions/${id}`)).attributes);
  const { first_subscription_item: item } = subscription;
  if (!item) throw unavailable(new Error(`subscriptions/${id} has no item yet.`));
  const order = lemonOrder.parse((await readLemon(`orders/${subscription.order_id}`)).attributes);
  const args = { p_provider: 'lemonsqueezy', p_is_live: isLive() };
  const prices = await callSql('list_prices', args, knownPrices);
  const firstPrice = prices.find(({ price_id }) => price_id === order.first_order_item.variant_id);
  const invoices = found
    .map((each) => ({ id: each.id, invoice: lemonInvoice.parse(each.attributes) }))
    .filter(({ invoice }) => !isOfTrial(invoice, subscription))
    .sort((one, other) => Number(one.id) - Number(other.id));
  return firstPrice && { id, subscription, item, order, invoices, firstPrice, prices, orderId };
}

const isOfTrial = (
  { billing_reason, total, created_at }: LemonInvoice,
  { trial_ends_at }: LemonSubscription,
) => billing_reason === 'initial' && total === 0 && created_at < (trial_ends_at ?? '');

async function observeOrder(id: string, orderId: string | undefined): Promise<boolean> {
  const [subscription] = await listLemon('subscriptions', { order_id: id });
  if (subscription) return observeSubscription(subscription.id, orderId);
  return observe('lemonsqueezy', `order:${id}`, async () => {
    const order = lemonOrder.parse((await readLemon(`orders/${id}`)).attributes);
    const payment = normaliseLemonOrder(id, order, orderId);
    return [
      { apply: 'apply_payment', object: payment },
      ...refunded(normaliseLemonRefund(payment.provider_id, order)),
    ];
  });
}

/** The first invoice is also an order, and may be refunded as either. */
function reversedMost(
  invoice: LemonInvoice | undefined,
  order: LemonOrder,
): LemonInvoice | LemonOrder {
  if (!invoice) return order;
  if (invoice.billing_reason !== 'initial') return invoice;
  const isMore = (order.refunded_amount ?? 0) > (invoice.refunded_amount ?? 0);
  return isMore || order.status === 'fraudulent' ? order : invoice;
}

function refunded(refund: ReturnType<typeof normaliseLemonRefund>): Observed[] {
  return refund ? [{ apply: 'apply_refund', object: refund }] : [];
}
