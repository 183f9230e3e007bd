// catalog-routes: customers, products and prices.
import type { Hono } from 'hono';
import type { UpstreamEnv } from '../shared/exchange.ts';
import { type Account, born, emit } from './account.ts';
import { answer, formOf, pageOf } from './answer.ts';
import { deleteCustomer, remainsOf, requireCustomer } from './delete-customer.ts';
import type { Metadata } from './objects.ts';
import { StripeError } from './stripe-error.ts';

export function addCatalogRoutes(app: Hono<UpstreamEnv>, account: Account): void {
  app.post('/customers', (context) => {
    const form = formOf(context);
    const customer = account.customers.add((id) => ({
      ...born(account, id, 'customer'),
      email: (form.email as string | undefined) ?? null,
      name: (form.name as string | undefined) ?? null,
      metadata: (form.metadata ?? {}) as Metadata,
      invoice_settings: { default_payment_method: null },
    }));
    emit(account, 'customer.created', customer);
    return answer(context, account, customer);
  });
  app.get('/customers/:id', (context) => {
    const customer = account.customers.require(context.req.param('id'));
    return answer(context, account, customer.deleted ? remainsOf(customer) : customer);
  });
  app.delete('/customers/:id', (context) => {
    const customer = requireCustomer(account, context.req.param('id'));
    deleteCustomer(account, customer);
    return answer(context, account, remainsOf(customer));
  });
  app.get('/customers/:id/payment_methods', (context) => {
    const customer = account.customers.require(context.req.param('id'));
    const methods = account.paymentMethods.filter((each) => each.customer === customer.id);
    return pageOf(context, account, methods);
  });
  app.post('/products', (context) => {
    const form = formOf(context);
    return answer(
      context,
      account,
      account.products.add((id) => ({
        ...born(account, id, 'product'),
        name: String(form.name),
        active: true,
        metadata: (form.metadata ?? {}) as Metadata,
      })),
    );
  });
  app.get('/products', (context) => pageOf(context, account, [...account.products.values()]));
  app.get('/products/:id', (context) =>
    answer(context, account, account.products.require(context.req.param('id'))),
  );
  app.post('/prices', (context) => {
    const form = formOf(context);
    const product = account.products.require(String(form.product));
    const lookupKey = (form.lookup_key as string | undefined) ?? null;
    const holder = account.prices.find(({ lookup_key }) => lookup_key === lookupKey);
    if (lookupKey && holder) {
      if (form.transfer_lookup_key !== 'true')
        throw new StripeError(400, `The lookup key ${lookupKey} is in use.`);
      holder.lookup_key = null;
    }
    const recurring = form.recurring as { interval: 'month' | 'year' } | undefined;
    return answer(
      context,
      account,
      account.prices.add((id) => ({
        ...born(account, id, 'price'),
        product: product.id,
        active: true,
        currency: String(form.currency),
        unit_amount: Number(form.unit_amount),
        type: recurring ? 'recurring' : 'one_time',
        recurring: recurring ? { interval: recurring.interval, interval_count: 1 } : null,
        lookup_key: lookupKey,
        metadata: (form.metadata ?? {}) as Metadata,
      })),
    );
  });
  app.get('/prices', (context) => {
    const keys = (formOf(context).lookup_keys ?? []) as string[];
    const prices = account.prices.filter(
      ({ lookup_key }) => keys.length === 0 || keys.includes(lookup_key ?? '-'),
    );
    return pageOf(context, account, prices);
  });
  app.get('/prices/:id', (context) =>
    answer(context, account, account.prices.require(context.req.param('id'))),
  );
}
