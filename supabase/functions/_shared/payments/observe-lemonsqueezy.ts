// observe-lemonsqueezy: reads what an event of LemonSqueezy is about as it is now, and applies it.
// A subscription is read with all of its invoices, so any event of it brings the whole of it.
import { z } from 'zod';
import { listLemon, readLemon } from './lemonsqueezy-client.ts';
import {
  type LemonInvoice,
  type LemonOrder,
  lemonInvoice,
  lemonOrder,
  lemonPrice,
  lemonSubscription,
} from './lemonsqueezy-resources.ts';
import {
  normaliseLemonInvoice,
  normaliseLemonOrder,
  normaliseLemonRefund,
  normaliseLemonSubscription,
} from './normalise-lemonsqueezy.ts';
import { type Observed, observe } from './observe.ts';

/** What an event has beside its resource: the checkout's own words, which no resource repeats. */
const named = z.object({
  meta: z.object({
    custom_data: z.looseObject({ order_id: z.uuid().optional().catch(undefined) }).nullish(),
  }),
});

/** Our order that one of the events of an object names: not each of them needs to. */
export function orderNamedBy(events: { body: string }[]): string | undefined {
  return events
    .map(({ body }) => named.parse(JSON.parse(body)).meta.custom_data?.order_id)
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
    // Invoices first: one that a change of plan has made is never read with the plan before it.
    const found = await listLemon('subscription-invoices', { subscription_id: id });
    const invoices = found.map((each) => ({
      id: each.id,
      invoice: lemonInvoice.parse(each.attributes),
    }));
    const { attributes } = await readLemon(`subscriptions/${id}`);
    const subscription = lemonSubscription.parse(attributes);
    const order = lemonOrder.parse((await readLemon(`orders/${subscription.order_id}`)).attributes);
    const price = await readPrice(subscription.first_subscription_item.price_id);
    const firstPrice = await readPrice(order.first_order_item.price_id);
    const life = { id, subscription, price, order, firstPrice, orderId };
    return [
      { apply: 'apply_subscription', object: normaliseLemonSubscription(life) },
      ...invoices.flatMap(({ id: invoiceId, invoice }): Observed[] => {
        const payment = normaliseLemonInvoice(invoiceId, invoice, life);
        return [
          { apply: 'apply_payment', object: payment },
          ...refunded(normaliseLemonRefund(payment.provider_id, reversedMost(invoice, order))),
        ];
      }),
    ];
  });
}

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

async function readPrice(id: string) {
  return lemonPrice.parse((await readLemon(`prices/${id}`)).attributes);
}

/** The first invoice is also an order, and may be refunded as either. */
function reversedMost(invoice: LemonInvoice, order: LemonOrder): LemonInvoice | LemonOrder {
  if (invoice.billing_reason !== 'initial') return invoice;
  const isMore = (order.refunded_amount ?? 0) > (invoice.refunded_amount ?? 0);
  return isMore || order.status === 'fraudulent' ? order : invoice;
}

function refunded(refund: ReturnType<typeof normaliseLemonRefund>): Observed[] {
  return refund ? [{ apply: 'apply_refund', object: refund }] : [];
}
