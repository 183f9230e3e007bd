// stripe: the stand-in against the unmodified SDK: requests, checkouts, reversals and events, as
// our code relies on them, and where Stripe refuses.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Stripe from 'stripe';
import { describe, expect, it } from 'vitest';
import { freePort } from '../../local/ports.ts';
import { startStripe } from '../../local/upstreams/stripe/start-stripe.ts';
import { connectStripe } from '../../scripts/billing/connect-stripe.ts';
import { DAY, stripeAccount } from '../support/stripe-account.ts';

const account = stripeAccount();

describe('requests', () => {
  it('without the right key are refused', async () => {
    await expect(account.clientWith('sk_test_2').customers.create()).rejects.toMatchObject({
      type: 'StripeAuthenticationError',
      statusCode: 401,
    });
  });

  it('for what is not there say so, with an id to ask support about', async () => {
    await expect(account.stripe.subscriptions.retrieve('sub_none')).rejects.toMatchObject({
      statusCode: 404,
      code: 'resource_missing',
      requestId: expect.stringMatching(/^req_/),
    });
  });

  it('by one key are answered once, and another request by it is refused', async () => {
    const idempotencyKey = crypto.randomUUID();
    const make = (email: string) => account.stripe.customers.create({ email }, { idempotencyKey });
    const both = await Promise.allSettled([make('a@b.test'), make('a@b.test')]);
    const made = both.flatMap((each) => (each.status === 'fulfilled' ? [each.value.id] : []));
    expect(new Set([...made, (await make('a@b.test')).id]).size).toBe(1);
    await expect(make('c@d.test')).rejects.toMatchObject({ type: 'StripeIdempotencyError' });
  });

  it('may not name payment methods any more', async () => {
    await expect(
      account.stripe.checkout.sessions.create({
        mode: 'payment',
        customer: await account.customer(),
        line_items: [{ price: account.prices.once, quantity: 1 }],
        success_url: 'http://127.0.0.1:3000',
        payment_method_types: ['card'],
      } as Stripe.Checkout.SessionCreateParams),
    ).rejects.toMatchObject({ code: 'payment_method_types_no_longer_supported' });
  });
});

it('an account in a file is there again after a restart', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'parley-stripe-'));
  const start = async () =>
    startStripe({
      port: await freePort(),
      apiKey: 'sk_test_1',
      endpoint: { url: 'http://127.0.0.1:1', secret: 'whsec_1' },
      file: join(folder, 'stripe.json'),
    });
  const first = await start();
  const { id } = await connectStripe('sk_test_1', first.url).customers.create();
  await first.stop();
  const second = await start();
  const found = await connectStripe('sk_test_1', second.url).customers.retrieve(id);
  expect(found.id).toBe(id);
  await second.stop();
  await rm(folder, { recursive: true });
});

describe('a checkout', () => {
  it('is paid on its page by a click, and leads back', async () => {
    const session = await account.checkout(account.prices.once, await account.customer());
    expect(await (await fetch(`${session.url}`)).text()).toContain('$6.00');
    const paid = await fetch(`${session.url}`, {
      method: 'POST',
      body: new URLSearchParams({ do: 'pay' }),
      redirect: 'manual',
    });
    expect(paid.headers.get('location')).toBe(`http://127.0.0.1:3000/done?session=${session.id}`);
    const done = await account.stripe.checkout.sessions.retrieve(session.id, {
      expand: ['payment_intent'],
    });
    expect(done).toMatchObject({
      status: 'complete',
      payment_status: 'paid',
      client_reference_id: 'order',
      payment_intent: { status: 'succeeded', amount: 600 },
    });
  });

  it('with a declined card stays open', async () => {
    const session = await account.checkout(account.prices.monthly, await account.customer());
    await fetch(`${session.url}`, { method: 'POST', body: new URLSearchParams({ do: 'decline' }) });
    const { status, payment_status } = await account.stripe.checkout.sessions.retrieve(session.id);
    expect([status, payment_status]).toEqual(['open', 'unpaid']);
  });

  it('that nobody pays expires after a day', async () => {
    const owner = await account.customer();
    const session = await account.checkout(account.prices.once, owner);
    await account.pass(DAY + 1);
    expect((await account.stripe.checkout.sessions.retrieve(session.id)).status).toBe('expired');
    expect(await account.typesOf(owner)).toEqual(['checkout.session.expired']);
  });
});

describe('reversals', () => {
  it('a payment is refunded in parts and no further; disputes open and close', async () => {
    const owner = await account.customer();
    const session = await account.checkout(account.prices.once, owner);
    await account.control('POST', `sessions/${session.id}/pay`);
    const { payment_intent } = await account.stripe.checkout.sessions.retrieve(session.id);
    const intent = payment_intent as string;
    await account.stripe.refunds.create({ payment_intent: intent, amount: 200 });
    expect(await account.stripe.refunds.create({ payment_intent: intent })).toMatchObject({
      amount: 400,
    });
    await expect(account.stripe.refunds.create({ payment_intent: intent })).rejects.toMatchObject({
      code: 'charge_already_refunded',
    });
    const { id } = (await account.control('POST', 'disputes', {
      payment_intent: intent,
    })) as Stripe.Dispute;
    await account.control('POST', `disputes/${id}/won`);
    expect((await account.stripe.disputes.retrieve(id)).status).toBe('won');
  });
});

describe('events', () => {
  it('are signed for the SDK, sent in any order, doubled, and tried again', async () => {
    const got: { body: string; signature: string }[] = [];
    let failures = 2;
    const { createServer } = await import('node:http');
    const server = createServer((request, response) => {
      let body = '';
      request.on('data', (chunk) => {
        body += chunk;
      });
      request.on('end', () => {
        got.push({ body, signature: String(request.headers['stripe-signature']) });
        response.statusCode = failures-- > 0 ? 500 : 200;
        response.end();
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as { port: number };
    try {
      await account.control('PUT', 'endpoint', {
        url: `http://127.0.0.1:${port}`,
        secret: 'whsec_2',
      });
      await account.control('POST', 'release');
      await account.customer();
      await account.control('GET', 'settled');
      expect(got).toHaveLength(3);
      const { body, signature } = got[0] ?? { body: '', signature: '' };
      const event = await account.stripe.webhooks.constructEventAsync(body, signature, 'whsec_2');
      expect(event).toMatchObject({ type: 'customer.created', api_version: Stripe.API_VERSION });
      await account.control('POST', 'send', { order: [3, 1, 1] });
      const { events } = (await account.control('GET', 'events')) as { events: Stripe.Event[] };
      expect(got.slice(3).map((each) => JSON.parse(each.body).id)).toEqual(
        [3, 1, 1].map((index) => events[index]?.id),
      );
    } finally {
      server.close();
    }
  });
});
