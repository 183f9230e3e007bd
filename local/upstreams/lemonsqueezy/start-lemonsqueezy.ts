// start-lemonsqueezy: a stand-in of LemonSqueezy on a port of its own: its JSON:API under /v1, its
// checkout under /pages. Whoever starts it steers it, and has its events sent when it wants.
import { createHmac } from 'node:crypto';
import { createAdaptorServer } from '@hono/node-server';
import { Hono } from 'hono';
import { html } from 'hono/html';
import { z } from 'zod';
import { type Account, createAccount, type LemonEvent, nextId, type Variant } from './account.ts';
import { changeSubscription, payCheckout, refundInvoice } from './live.ts';

export interface LemonStandIn {
  url: string;
  account: Account;
  /** Sends events in this order, so many at once; the answers' statuses. */
  send(endpoint: string, events: LemonEvent[], parallel?: number): Promise<number[]>;
  stop(): Promise<void>;
}

const made = z.object({
  data: z.object({
    attributes: z.object({
      product_options: z.object({ redirect_url: z.url() }),
      checkout_options: z.object({ skip_trial: z.boolean() }),
      checkout_data: z.object({ custom: z.record(z.string(), z.string()) }),
    }),
    relationships: z.object({ variant: z.object({ data: z.object({ id: z.string() }) }) }),
  }),
});
const change = z.object({
  data: z.object({
    attributes: z.object({
      cancelled: z.boolean().optional(),
      variant_id: z.int().optional(),
      invoice_immediately: z.boolean().optional(),
      disable_prorations: z.boolean().optional(),
    }),
  }),
});

/** The value of the header `x-signature`. */
export function signLemon(body: string, secret: string): string {
  return createHmac('sha256', secret).update(body).digest('hex');
}

/** Starts it with a store that sells these variants. */
export async function startLemonSqueezy(options: {
  port: number;
  apiKey: string;
  secret: string;
  variants: Variant[];
}): Promise<LemonStandIn> {
  const url = `http://127.0.0.1:${options.port}`;
  const account = createAccount(url, options.variants);
  const app = new Hono();
  app.use('/v1/*', async ({ req, json }, next) => {
    if (req.header('authorization') === `Bearer ${options.apiKey}`) return next();
    return json({ errors: [{ status: '401', title: 'Unauthenticated.' }] }, 401);
  });
  app.route('/v1', apiRoutes(account));
  app.route('/pages', pageRoutes(account));
  app.notFound(({ json }) => json({ errors: [{ status: '404', title: 'Not Found' }] }, 404));
  const server = createAdaptorServer({ fetch: app.fetch });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port, '127.0.0.1', resolve);
  });
  return {
    url,
    account,
    async send(endpoint, events, parallel = 1) {
      const queue = [...events];
      const statuses: number[] = [];
      const worker = async () => {
        for (let event = queue.shift(); event; event = queue.shift()) {
          const headers = { 'x-signature': signLemon(event.body, options.secret) };
          const answer = await fetch(endpoint, { method: 'POST', headers, body: event.body });
          statuses.push(answer.status);
        }
      };
      await Promise.all(Array.from({ length: parallel }, worker));
      return statuses;
    },
    stop() {
      const closed = new Promise<void>((resolve) => server.once('close', resolve));
      server.close();
      if ('closeAllConnections' in server) server.closeAllConnections();
      return closed;
    },
  };
}

function apiRoutes(account: Account): Hono {
  const { orders, subscriptions, invoices, checkouts } = account;
  const api = new Hono();
  api.post('/checkouts', async ({ req, json }) => {
    const { attributes, relationships } = made.parse(await req.json()).data;
    const id = String(nextId(account));
    const page = `${account.origin}/pages/checkout/${id}`;
    checkouts.set(id, {
      url: page,
      variant_id: Number(relationships.variant.data.id),
      skip_trial: attributes.checkout_options.skip_trial,
      redirect_url: attributes.product_options.redirect_url,
      custom: attributes.checkout_data.custom,
    });
    return json({ data: { type: 'checkouts', id, attributes: { url: page } } }, 201);
  });
  api.get('/prices/:id', ({ req, json, notFound }) => {
    const id = req.param('id');
    const found = account.variants.find(({ price_id }) => String(price_id) === id);
    if (!found) return notFound();
    const { unit_price, interval } = found;
    const recurs = interval
      ? { renewal_interval_unit: interval, renewal_interval_quantity: 1 }
      : { renewal_interval_unit: null, renewal_interval_quantity: null };
    return json({ data: { type: 'prices', id, attributes: { unit_price, ...recurs } } });
  });
  api.get('/orders/:id', ({ req, json, notFound }) => {
    const data = orders.get(req.param('id'));
    return data ? json({ data }) : notFound();
  });
  api.get('/subscriptions', ({ req, json }) => {
    const order = Number(req.query('filter[order_id]'));
    const all = [...subscriptions.values()];
    return json({ data: all.filter(({ attributes }) => attributes.order_id === order) });
  });
  api.get('/subscriptions/:id', ({ req, json, notFound }) => {
    const data = subscriptions.get(req.param('id'));
    return data ? json({ data }) : notFound();
  });
  api.patch('/subscriptions/:id', async ({ req, json, notFound }) => {
    const data = subscriptions.get(req.param('id'));
    if (!data) return notFound();
    changeSubscription(account, data, change.parse(await req.json()).data.attributes);
    return json({ data });
  });
  api.get('/subscription-invoices', ({ req, json }) => {
    const subscription = Number(req.query('filter[subscription_id]'));
    const all = [...invoices.values()].toReversed();
    return json({
      data: all.filter(({ attributes }) => attributes.subscription_id === subscription),
    });
  });
  api.post('/subscription-invoices/:id/refund', async ({ req, json, notFound }) => {
    const data = invoices.get(req.param('id'));
    if (!data) return notFound();
    const { amount } = z.object({ amount: z.int() }).parse(await req.json());
    refundInvoice(account, data, amount);
    return json({ data });
  });
  return api;
}

function pageRoutes(account: Account): Hono {
  const pages = new Hono();
  pages.get('/checkout/:id', (context) =>
    context.html(html`<!doctype html><title>Checkout</title>
      <form method="post"><button name="do" value="pay">Pay</button>
      <button name="do" value="decline">Pay with a card that is declined</button></form>
      <p>A stand-in of LemonSqueezy: no money moves.</p>`),
  );
  pages.post('/checkout/:id', async (context) => {
    const checkout = account.checkouts.get(context.req.param('id'));
    if (!checkout) return context.notFound();
    const wish = new URLSearchParams(await context.req.text()).get('do');
    account.isDeclining = wish === 'decline';
    const isPaid = payCheckout(account, checkout);
    return context.redirect(isPaid ? checkout.redirect_url : context.req.path, 303);
  });
  return pages;
}
