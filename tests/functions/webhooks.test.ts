// webhooks: which deliveries of Stripe are taken, and that nobody but Stripe can tell us anything.
import Stripe from 'stripe';
import { beforeAll, describe, expect, it } from 'vitest';
import { signPayload } from '../../local/upstreams/stripe/deliver-events.ts';
import { ownStack } from '../support/own-stack.ts';
import { workedOff } from '../support/payment-queue.ts';

const SECRET = 'whsec_stand_in';
const own = ownStack();
const now = () => Math.floor(Date.now() / 1000);

beforeAll(async () => {
  await fetch(`${own.stack.stripeUrl}/__control/hold`, { method: 'POST' });
});

function event(change: object = {}): string {
  return JSON.stringify({
    id: `evt_${crypto.randomUUID()}`,
    object: 'event',
    api_version: Stripe.API_VERSION,
    type: 'invoice.paid',
    created: now(),
    livemode: false,
    data: { object: { id: 'in_none', object: 'invoice' } },
    ...change,
  });
}

function deliver(
  body: string,
  headers: Record<string, string> = { 'stripe-signature': signPayload(body, SECRET, now()) },
): Promise<Response> {
  return fetch(`${own.stack.apiUrl}/functions/v1/webhooks/stripe`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body,
  });
}

const stored = async () =>
  (await own.pool.query('select count(*)::int as count from private.payment_event')).rows[0].count;
const refused = async (reason: string) =>
  (
    await own.pool.query(
      'select coalesce(sum(count), 0)::int as count from private.payment_refusal where reason = $1',
      [reason],
    )
  ).rows[0].count;

describe('refused, counted, and nothing is kept', () => {
  const body = event();
  const good = signPayload(body, SECRET, now());
  it.each([
    ['without a signature', 'unsigned', body, {}],
    ['signed with another secret', 'bad_signature', body, signPayload(body, 'whsec_x', now())],
    ['whose body was changed', 'bad_signature', body.replace('in_none', 'in_mine'), good],
    ['whose signature has no time', 'bad_signature', body, good.replace(/^t=\d+,/, '')],
    ['whose signature is of another scheme', 'bad_signature', body, good.replace('v1', 'v0')],
    ['that is a replay of an hour ago', 'too_old', body, signPayload(body, SECRET, now() - 3600)],
    ['that is just too old', 'too_old', body, signPayload(body, SECRET, now() - 302)],
    ['of the live mode', 'foreign_mode', event({ livemode: true }), undefined],
    ['that is no JSON', 'malformed', 'not json', undefined],
    ['that is no event', 'malformed', '{"hello": true}', undefined],
    ['without an id', 'malformed', event({ id: '' }), undefined],
    ['that is too large', 'too_large', event({ padding: 'x'.repeat(1_100_000) }), undefined],
  ] as const)('a delivery %s: %s', async (_, reason, text, signature) => {
    const [before, counted] = [await stored(), await refused(reason)];
    const headers =
      signature === undefined
        ? undefined
        : typeof signature === 'string'
          ? { 'stripe-signature': signature }
          : {};
    const answer = await deliver(text, headers);
    expect(answer.status).toBe(reason === 'too_large' ? 413 : 400);
    expect(await answer.json()).toMatchObject({ error: { details: { reason } } });
    expect([await stored(), await refused(reason)]).toEqual([before, counted + 1]);
  });

  it('another method is not for here', async () => {
    const answer = await fetch(`${own.stack.apiUrl}/functions/v1/webhooks/stripe`);
    expect(answer.status).toBe(405);
  });
});

describe('taken', () => {
  it('a delivery is kept to the byte; one of two signatures is enough', async () => {
    const body = event().replace('{', '{ "note": "ä \\u00e4",');
    const answer = await deliver(body, {
      'stripe-signature': `${signPayload(body, SECRET, now())},v1=${'0'.repeat(64)}`,
    });
    expect([answer.status, await answer.json()]).toEqual([200, { is_new: true }]);
    const { rows } = await own.pool.query(
      'select body from private.payment_event order by id desc limit 1',
    );
    expect(rows[0].body).toBe(body);
  });

  it('twenty deliveries of one event at once are one event', async () => {
    const [body, before] = [event(), await stored()];
    const answers = await Promise.all(Array.from({ length: 20 }, () => deliver(body)));
    expect(answers.map(({ status }) => status)).toEqual(Array(20).fill(200));
    const news = await Promise.all(answers.map((answer) => answer.json()));
    expect(news.filter(({ is_new }) => is_new)).toHaveLength(1);
    expect(await stored()).toBe(before + 1);
  });

  it('what is about nothing of ours is ignored, what is gone at Stripe is dead', async () => {
    const other = event({ type: 'radar.early_fraud_warning.created' });
    const gone = event({ data: { object: { id: 'in_gone', object: 'invoice' } } });
    await deliver(other);
    await deliver(gone);
    await workedOff(own.pool);
    const stateOf = async (body: string) =>
      (
        await own.pool.query(
          'select state, last_error from private.payment_event where provider_id = $1',
          [JSON.parse(body).id],
        )
      ).rows[0];
    expect(await stateOf(other)).toEqual({ state: 'ignored', last_error: null });
    expect(await stateOf(gone)).toMatchObject({ state: 'dead' });
    expect((await stateOf(gone)).last_error).toContain('No such invoice');
  });

  it('while Stripe is down events wait, and are worked off when it is back', async () => {
    const control = `${own.stack.stripeUrl}/__control/outage`;
    const body = event({ data: { object: { id: 'in_later', object: 'invoice' } } });
    await fetch(control, { method: 'POST' });
    await deliver(body);
    const read = async () =>
      (
        await own.pool.query(
          'select state, attempts from private.payment_event where provider_id = $1',
          [JSON.parse(body).id],
        )
      ).rows[0];
    await expect.poll(async () => (await read()).attempts, { timeout: 20_000 }).toBeGreaterThan(0);
    expect((await read()).state).toBe('received');
    await fetch(control, { method: 'DELETE' });
    await own.pool.query('update pgmq.q_payments set vt = now()');
    await workedOff(own.pool);
    expect((await read()).state).toBe('dead');
  }, 40_000);
});

describe('the worker', () => {
  it.each([undefined, 'Bearer wrong', 'Bearer '])('does nothing for %s', async (authorization) => {
    const answer = await fetch(`${own.stack.apiUrl}/functions/v1/worker`, {
      method: 'POST',
      ...(authorization ? { headers: { authorization } } : {}),
    });
    expect(answer.status).toBe(401);
  });
});
