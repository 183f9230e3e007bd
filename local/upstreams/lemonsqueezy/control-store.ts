// control-store: how tests steer the stand-in: its catalog, clock, cards, reversals and deliveries.
import { Hono } from 'hono';
import { z } from 'zod';
import type { UpstreamEnv } from '../shared/exchange.ts';
import { type Account, nextId } from './account.ts';
import type { Sender } from './deliver-events.ts';
import { LemonError } from './lemon-error.ts';
import { moveClock, refundInvoice, refundOrder } from './live.ts';

const variants = z.array(
  z.object({
    id: z.int(),
    name: z.string(),
    unit_price: z.int(),
    interval: z.enum(['month', 'year']).nullable(),
    trial_days: z.int().default(0),
    status: z.enum(['published', 'draft']).default('published'),
  }),
);
const sending = z.object({
  order: z.array(z.int().min(0)),
  parallel: z.int().min(1).max(100).default(1),
});
const reversal = z.object({ amount: z.int().min(1), is_fraud: z.boolean().default(false) });

/**
 * PUT /variants [{id, name, unit_price, interval, trial_days, status}] (what is made on the pages
 * of LemonSqueezy) · POST /clock {days}, DELETE /clock (back to the real time) ·
 * POST /cards {user, declines} · POST /invoices/ID/refund, /orders/ID/refund {amount, is_fraud} ·
 * PUT /currency {currency} (people pay in from now on), POST /subscriptions/ID/item {is_made} ·
 * POST /subscriptions/ID/paypal (is paid that way), DELETE /subscriptions (none goes on) ·
 * POST /checkouts/ID {variant_id} (another one is paid) · POST /hold, /release (events are kept,
 * sent again from now on) · GET /events · POST /send {order, parallel} (by their place there)
 */
export function controlStore(account: Account, sender: Sender): Hono<UpstreamEnv> {
  const app = new Hono<UpstreamEnv>();
  app.put('/variants', async (context) => {
    account.variants = variants.parse(await context.req.json());
    return context.body(null, 204);
  });
  app.post('/clock', async (context) => {
    moveClock(account, z.object({ days: z.int().min(0) }).parse(await context.req.json()).days);
    return context.body(null, 204);
  });
  app.delete('/clock', (context) => {
    account.aheadMs = 0;
    return context.body(null, 204);
  });
  app.post('/cards', async (context) => {
    const wish = z.object({ user: z.string(), declines: z.boolean() });
    const { user, declines } = wish.parse(await context.req.json());
    if (declines) account.declining.add(user);
    else account.declining.delete(user);
    return context.body(null, 204);
  });
  app.post('/invoices/:id/refund', async (context) => {
    const { amount } = reversal.parse(await context.req.json());
    refundInvoice(account, found(account.invoices.get(context.req.param('id'))), amount);
    return context.body(null, 204);
  });
  app.post('/orders/:id/refund', async (context) => {
    const { amount, is_fraud } = reversal.parse(await context.req.json());
    refundOrder(account, found(account.orders.get(context.req.param('id'))), amount, is_fraud);
    return context.body(null, 204);
  });
  app.post('/subscriptions/:id/paypal', (context) => {
    const { id, attributes } = found(account.subscriptions.get(context.req.param('id')));
    const url = `${account.origin}/pages/portal/${id}`;
    attributes.urls.customer_portal_update_subscription = url;
    Object.assign(attributes, { card_brand: null, card_last_four: null });
    return context.body(null, 204);
  });
  app.put('/currency', async (context) => {
    const wish = z.object({ currency: z.string().regex(/^[A-Z]{3}$/) });
    account.currency = wish.parse(await context.req.json()).currency;
    return context.body(null, 204);
  });
  app.post('/subscriptions/:id/item', async (context) => {
    const { attributes } = found(account.subscriptions.get(context.req.param('id')));
    const { is_made } = z.object({ is_made: z.boolean() }).parse(await context.req.json());
    attributes.first_subscription_item = is_made ? { id: nextId(account), quantity: 1 } : null;
    return context.body(null, 204);
  });
  app.delete('/subscriptions', (context) => {
    account.subscriptions.clear();
    return context.body(null, 204);
  });
  app.post('/checkouts/:id', async (context) => {
    const { variant_id } = z.object({ variant_id: z.int() }).parse(await context.req.json());
    found(account.checkouts.get(context.req.param('id'))).variant_id = variant_id;
    return context.body(null, 204);
  });
  app.post('/:word{hold|release}', (context) => {
    sender.isHeld = context.req.param('word') === 'hold';
    return context.body(null, 204);
  });
  app.get('/events', (context) => context.json({ events: account.events }));
  app.post('/send', async (context) => {
    const { order, parallel } = sending.parse(await context.req.json());
    const events = order.flatMap((place) => account.events[place] ?? []);
    return context.json({ statuses: await sender.send(events, parallel) });
  });
  return app;
}

function found<Item>(item: Item | undefined): Item {
  if (!item) throw new LemonError(404, 'There is no such thing to steer.');
  return item;
}
