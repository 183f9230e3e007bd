// stripe-account: an empty stand-in of Stripe for one test file, with three prices and its helpers.
import Stripe from 'stripe';
import { afterAll, beforeAll } from 'vitest';
import { freePort } from '../../local/ports.ts';
import { type StripeStandIn, startStripe } from '../../local/upstreams/stripe/start-stripe.ts';

export const DAY = 86_400;

export interface StripeAccount {
  stripe: Stripe;
  url: string;
  /** A month at 10 and at 30 dollars, and 6 dollars once. */
  prices: { monthly: string; dearer: string; once: string };
  clientWith(key: string): Stripe;
  // biome-ignore lint/suspicious/noExplicitAny: whatever the control answers.
  control(method: string, path: string, body?: object): Promise<any>;
  pass(seconds: number): Promise<void>;
  card(customer: string, declines: boolean): Promise<void>;
  customer(): Promise<string>;
  checkout(price: string, owner: string, trialDays?: number): Promise<Stripe.Checkout.Session>;
  /** Somebody who has paid a subscription on the page. */
  subscribe(price: string, trialDays?: number): Promise<{ owner: string; id: string }>;
  /** Types of the events about a customer. */
  typesOf(owner: string): Promise<string[]>;
}

/** Starts it before the file's tests; its events are held. */
export function stripeAccount(): StripeAccount {
  let standIn: StripeStandIn;
  const account = {} as StripeAccount;

  function clientWith(key: string): Stripe {
    const { hostname, port } = new URL(standIn.url);
    return new Stripe(key, { host: hostname, port, protocol: 'http', maxNetworkRetries: 0 });
  }

  async function control(method: string, path: string, body?: object) {
    const answer = await fetch(`${standIn.url}/__control/${path}`, {
      method,
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
    return answer.status === 204 ? undefined : answer.json();
  }

  async function makePrice(amount: number, interval?: 'month'): Promise<string> {
    const product = await account.stripe.products.create({ name: 'Plus' });
    const { id } = await account.stripe.prices.create({
      product: product.id,
      currency: 'usd',
      unit_amount: amount,
      lookup_key: crypto.randomUUID(),
      ...(interval ? { recurring: { interval } } : {}),
    });
    return id;
  }

  const customer = async () =>
    (await account.stripe.customers.create({ email: 'ada@parley.test' })).id;

  const checkout = (price: string, owner: string, trialDays?: number) =>
    account.stripe.checkout.sessions.create({
      mode: price === account.prices.once ? 'payment' : 'subscription',
      customer: owner,
      client_reference_id: 'order',
      line_items: [{ price, quantity: 1 }],
      success_url: 'http://127.0.0.1:3000/done?session={CHECKOUT_SESSION_ID}',
      ...(trialDays ? { subscription_data: { trial_period_days: trialDays } } : {}),
    });

  beforeAll(async () => {
    const port = await freePort();
    standIn = await startStripe({
      port,
      apiKey: 'sk_test_1',
      endpoint: { url: `http://127.0.0.1:${port}/nobody`, secret: 'whsec_1' },
    });
    await control('POST', 'hold');
    Object.assign(account, {
      stripe: clientWith('sk_test_1'),
      url: standIn.url,
      clientWith,
      control,
      pass: (seconds) => control('POST', 'clock', { seconds }),
      card: (owner, declines) => control('POST', 'cards', { customer: owner, declines }),
      customer,
      checkout,
      async subscribe(price, trialDays) {
        const owner = await customer();
        const session = await checkout(price, owner, trialDays);
        await control('POST', `sessions/${session.id}/pay`);
        const { subscription } = await account.stripe.checkout.sessions.retrieve(session.id);
        return { owner, id: subscription as string };
      },
      async typesOf(owner) {
        const { events } = (await control('GET', 'events')) as { events: Stripe.Event[] };
        return events
          .filter(({ data }) => (data.object as { customer?: string }).customer === owner)
          .map(({ type }) => type);
      },
    } satisfies Omit<StripeAccount, 'prices'>);
    account.prices = {
      monthly: await makePrice(1000, 'month'),
      dearer: await makePrice(3000, 'month'),
      once: await makePrice(600),
    };
  });
  afterAll(() => standIn.stop());
  return account;
}
