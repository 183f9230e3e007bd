// api-routes: the calls of LemonSqueezy's JSON:API that we rely on, over the stand-in's account.
import { Hono } from 'hono';
import { z } from 'zod';
import type { UpstreamContext, UpstreamEnv } from '../shared/exchange.ts';
import { type Account, nextId, now, type Variant, variantOf } from './account.ts';
import { LemonError } from './lemon-error.ts';
import { changeSubscription, refundInvoice } from './live.ts';

const made = z.object({
  data: z.object({
    type: z.literal('checkouts'),
    attributes: z.object({
      expires_at: z.iso.datetime(),
      product_options: z.object({ redirect_url: z.url(), enabled_variants: z.array(z.int()) }),
      checkout_options: z.object({ skip_trial: z.boolean() }),
      checkout_data: z.object({ custom: z.record(z.string(), z.string()) }),
    }),
    relationships: z.object({
      store: z.object({ data: z.object({ id: z.string() }) }),
      variant: z.object({ data: z.object({ id: z.string() }) }),
    }),
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

type Kept = { type: string; id: string; attributes: object };

export function apiRoutes(account: Account): Hono<UpstreamEnv> {
  const { orders, subscriptions, invoices, checkouts, storeId } = account;
  const api = new Hono<UpstreamEnv>();
  api.get('/users/me', ({ json }) =>
    json({ data: { type: 'users', id: '1', attributes: {} }, meta: { test_mode: true } }),
  );
  api.get('/stores/:id', ({ req, json }) => {
    if (req.param('id') !== String(storeId)) throw missing();
    const attributes = { name: 'Stand-in', currency: 'USD' };
    return json({ data: { type: 'stores', id: String(storeId), attributes } });
  });
  api.get('/products', (context) => list(context, account.variants.map(productOf(account))));
  api.get('/variants', (context) => list(context, account.variants.map(variantResource)));
  api.get('/prices', (context) => list(context, account.variants.map(priceOf)));
  api.post('/checkouts', (context) => {
    const { attributes, relationships } = parse(made, context).data;
    const variant = variantOf(account, Number(relationships.variant.data.id));
    if (variant.status !== 'published') throw new LemonError(422, 'The variant is not published.');
    const id = String(nextId(account));
    const url = `${account.origin}/pages/checkout/${id}`;
    checkouts.set(id, {
      ...{ url, variant_id: variant.id, expires_at: attributes.expires_at },
      skip_trial: attributes.checkout_options.skip_trial,
      redirect_url: attributes.product_options.redirect_url,
      custom: attributes.checkout_data.custom,
    });
    return context.json({ data: { type: 'checkouts', id, attributes: { url } } }, 201);
  });
  for (const [path, kept] of [
    ['/orders', orders],
    ['/subscriptions', subscriptions],
    ['/subscription-invoices', invoices],
  ] as const) {
    api.get(path, (context) => list(context, [...kept.values()].toReversed()));
    api.get(`${path}/:id`, (context) => {
      const data: Kept | undefined = kept.get(`${context.req.param('id')}`);
      if (!data) throw missing();
      return context.json({ data });
    });
  }
  api.patch('/subscriptions/:id', (context) => {
    const data = subscriptions.get(context.req.param('id'));
    if (!data) throw missing();
    if (data.attributes.status === 'expired') throw new LemonError(422, 'It has expired.');
    changeSubscription(account, data, parse(change, context).data.attributes);
    return context.json({ data });
  });
  api.delete('/subscriptions/:id', ({ req, json }) => {
    const data = subscriptions.get(req.param('id'));
    if (!data) throw missing();
    changeSubscription(account, data, { cancelled: true });
    return json({ data });
  });
  api.post('/subscription-invoices/:id/refund', (context) => {
    const data = invoices.get(context.req.param('id'));
    if (!data) throw missing();
    refundInvoice(account, data, parse(z.object({ amount: z.int().min(1) }), context).amount);
    return context.json({ data });
  });
  return api;
}

const missing = () => new LemonError(404, 'The requested resource does not exist.');

function parse<Schema extends z.ZodType>(schema: Schema, context: UpstreamContext) {
  const { data, error } = schema.safeParse(context.get('body'));
  if (error) throw new LemonError(422, z.prettifyError(error));
  return data as z.infer<Schema>;
}

/** A page of those that have all of the `filter[...]` of the query. */
function list({ req, json }: UpstreamContext, all: Kept[]) {
  const query = Object.entries(req.query());
  const filters = query.flatMap(([name, value]) => {
    const [, field] = /^filter\[(\w+)\]$/.exec(name) ?? [];
    return field ? [[field, value] as const] : [];
  });
  const found = all.filter(({ attributes }) =>
    filters.every(([name, value]) => String(attributes[name as never]) === value),
  );
  const perPage = Number(req.query('page[size]') ?? 10);
  const currentPage = Number(req.query('page[number]') ?? 1);
  const lastPage = Math.max(1, Math.ceil(found.length / perPage));
  const data = found.slice((currentPage - 1) * perPage, currentPage * perPage);
  return json({ data, meta: { page: { currentPage, lastPage, perPage, total: found.length } } });
}

const productOf =
  ({ storeId: store_id }: Account) =>
  ({ id, name, status }: Variant): Kept => ({
    type: 'products',
    id: String(id),
    attributes: { store_id, name, status },
  });

function variantResource({ id, status }: Variant): Kept {
  const attributes = { product_id: id, name: 'Default', status, test_mode: true };
  return { type: 'variants', id: String(id), attributes };
}

function priceOf({ id, unit_price, interval, trial_days }: Variant): Kept {
  const attributes = {
    ...{ variant_id: id, category: interval ? 'subscription' : 'one_time', scheme: 'standard' },
    ...{ unit_price, renewal_interval_unit: interval },
    renewal_interval_quantity: interval ? 1 : null,
    trial_interval_unit: trial_days ? 'day' : null,
    trial_interval_quantity: trial_days || null,
  };
  return { type: 'prices', id: String(id), attributes };
}

/** Whether a checkout can still be paid. */
export function isOpen(account: Account, { expires_at }: { expires_at: string }): boolean {
  return expires_at > now(account);
}
