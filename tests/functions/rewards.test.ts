// rewards: referrals and cashouts over the function, with PayPal's stand-in, its webhooks and the
// worker: everything a person and PayPal can do.
import { beforeAll, describe, expect, it } from 'vitest';
import type { ItemStatus } from '../../local/upstreams/paypal/account.ts';
import { waitUntil } from '../../local/wait-until.ts';
import { ownStack, type Somebody } from '../support/own-stack.ts';
import { type PaypalControl, paypalControl } from '../support/paypal.ts';
import { centsOf, countersOf, earn, readCashout, setRules } from '../support/rewards.ts';

const own = ownStack();
let paypal: PaypalControl;
let anna: Somebody;

beforeAll(async () => {
  paypal = paypalControl(own.stack.paypalUrl ?? '');
  await setRules(own.pool);
  anna = await own.signUp();
});

async function ask(receiver: string, who = anna, cents = 1000) {
  await earn(own.pool, who.id, cents);
  const body = { id: crypto.randomUUID(), amount_cents: cents, receiver };
  const answer = await own.call(who, 'POST', 'rewards/cashouts', body);
  expect(answer.status).toBe(201);
  return answer.body.cashout as { id: string; state: string };
}
const becomes = (id: string, state: string) =>
  waitUntil(`the cashout to be ${state}`, async () => {
    await own.pool.query('select private.wake_worker()');
    const now = await readCashout(own.pool, id);
    return now.state === state && now;
  });
async function itemTo(receiver: string) {
  const [item] = (await paypal.batchesTo(receiver))[0]?.items ?? [];
  if (!item) throw new Error(`Nothing was paid to ${receiver}.`);
  return item;
}

describe('a share link', () => {
  it('counts a visitor and leads to the product with the code', async () => {
    const { body } = await own.call(anna, 'GET', 'rewards/link');
    expect(body.link).toContain(`/functions/v1/rewards/r/${body.code}`);
    for (const agent of ['one', 'one', 'two']) {
      const headers = { 'user-agent': agent, 'x-forwarded-for': '203.0.113.9' };
      const answer = await fetch(body.link, { redirect: 'manual', headers });
      expect(answer.status).toBe(302);
      expect(answer.headers.get('location')).toContain(`?ref=${body.code}`);
    }
    expect((await countersOf(own.pool, anna.id)).clicks).toBeGreaterThan(0);
  });

  it('without a code leads there all the same', async () => {
    const link = `${own.stack.apiUrl}/functions/v1/rewards/r/nonsense`;
    const answer = await fetch(link, { redirect: 'manual' });
    expect([answer.status, answer.headers.get('location')]).toEqual([302, expect.any(String)]);
    expect(answer.headers.get('location')).not.toContain('ref=');
  });
});

describe('who is not signed in', () => {
  it.each([
    ['GET', 'link'],
    ['POST', 'visit'],
    ['POST', 'cashouts'],
    ['GET', 'cashouts'],
    ['POST', `cashouts/${crypto.randomUUID()}/cancel`],
    ['GET', `cashouts/${crypto.randomUUID()}/receipt`],
  ] as const)('cannot %s %s', async (method, path) => {
    const { status, body } = await own.call(undefined, method, `rewards/${path}`, undefined);
    expect([status, body.error.code]).toEqual([401, 'unauthenticated']);
  });
});

describe('a stranger', () => {
  it('finds no cashout of somebody else', async () => {
    const ben = await own.signUp();
    const { id } = await ask('pending.a@paypal.test');
    for (const [method, path] of [
      ['POST', `cashouts/${id}/cancel`],
      ['GET', `cashouts/${id}/receipt`],
      ['GET', 'cashouts/not-an-id/receipt'],
    ] as const) {
      const { status, body } = await own.call(ben, method, `rewards/${path}`);
      expect([status, body.error.code]).toEqual([404, 'cashout_not_found']);
    }
    expect((await own.call(ben, 'GET', 'rewards/cashouts')).body).toEqual({ cashouts: [] });
  });

  it('who asks for nonsense is told which part of it', async () => {
    const { status, body } = await own.call(anna, 'POST', 'rewards/cashouts', { receiver: 'x' });
    expect(status).toBe(400);
    expect(body.error.details.issues.map(({ path }: { path: string }) => path)).toEqual(
      expect.arrayContaining(['id', 'amount_cents', 'receiver']),
    );
  });
});

describe('a cashout', () => {
  it('is paid within moments, and the receipt has PayPal’s transaction', async () => {
    const ben = await own.signUp();
    const { id } = await ask('ben@paypal.test', ben);
    await becomes(id, 'paid');
    const { body } = await own.call(ben, 'GET', `rewards/cashouts/${id}/receipt`);
    const item = await itemTo('ben@paypal.test');
    expect(body.receipt).toMatchObject({
      state: 'paid',
      amount_cents: 1000,
      transaction_id: item.transaction_id,
      payout_item_id: item.payout_item_id,
      entries: [{ reason: 'cashout_requested' }, { reason: 'cashout_paid' }],
    });
    expect(await centsOf(own.pool, ben.id)).toEqual({});
  });

  it.each([
    ['UNCLAIMED', 'unclaimed', 'cashout'],
    ['BLOCKED', 'blocked', 'reward'],
    ['FAILED', 'failed', 'reward'],
    ['DENIED', 'denied', 'reward'],
    ['RETURNED', 'returned', 'reward'],
    ['REFUNDED', 'refunded', 'reward'],
  ] as [ItemStatus, string, string][])('%s at PayPal: %s', async (status, state, account) => {
    const carl = await own.signUp();
    const { id } = await ask(`${status.toLowerCase()}.carl@paypal.test`, carl);
    await becomes(id, state);
    expect(await centsOf(own.pool, carl.id)).toEqual({ [account]: 1000 });
  });

  it('that nobody claims comes back by webhook after thirty days', async () => {
    const dora = await own.signUp();
    const { id } = await ask('unclaimed.dora@paypal.test', dora);
    await becomes(id, 'unclaimed');
    await paypal.end(await itemTo('unclaimed.dora@paypal.test'), 'RETURNED');
    await becomes(id, 'returned');
    expect(await centsOf(own.pool, dora.id)).toEqual({ reward: 1000 });
  });

  it('all events again, at once, change nothing', async () => {
    const before = await own.pool.query('select id, state from public.cashouts order by id');
    const transfers = 'select count(*) as made from private.ledger_transfer';
    const made = (await own.pool.query(transfers)).rows;
    const statuses = await paypal.sendAll();
    expect(new Set(statuses)).toEqual(new Set([200]));
    const after = await own.pool.query('select id, state from public.cashouts order by id');
    expect(after.rows).toEqual(before.rows);
    expect((await own.pool.query(transfers)).rows).toEqual(made);
  });

  it('that PayPal refuses outright fails at once, and the money is back', async () => {
    const emil = await own.signUp();
    await paypal.fault({ at: 'create', status: 400, name: 'VALIDATION_ERROR' });
    const { id } = await ask('emil@paypal.test', emil);
    await becomes(id, 'failed');
    expect(await centsOf(own.pool, emil.id)).toEqual({ reward: 1000 });
    expect(await paypal.batchesTo('emil@paypal.test')).toEqual([]);
  });

  it('waits while our account there is empty', async () => {
    const fred = await own.signUp();
    await paypal.setBalance(0);
    const { id } = await ask('fred@paypal.test', fred);
    await waitUntil('the refusal', async () => {
      const { rows } = await own.pool.query(
        'select last_error from private.payout where cashout_id = $1',
        [id],
      );
      return /INSUFFICIENT_FUNDS/.test(rows[0].last_error);
    });
    expect(await centsOf(own.pool, fred.id)).toEqual({ cashout: 1000 });
    await paypal.setBalance(1_000_000);
    await own.pool.query('update pgmq.q_cashouts set vt = now()');
    await becomes(id, 'paid');
  });

  it('is taken back by its person while nobody has sent it', async () => {
    const gina = await own.signUp();
    await setRules(own.pool, { cashouts: { automatic_cents: 0 } });
    const { id, state } = await ask('gina@paypal.test', gina);
    await setRules(own.pool);
    expect(state).toBe('requested');
    const { body } = await own.call(gina, 'POST', `rewards/cashouts/${id}/cancel`);
    expect(body.cashout).toMatchObject({ id, state: 'cancelled' });
    expect(await centsOf(own.pool, gina.id)).toEqual({ reward: 1000 });
    const list = await own.call(gina, 'GET', 'rewards/cashouts');
    expect(list.body.cashouts.map((each: { id: string }) => each.id)).toEqual([id]);
  });
});

describe('a delivery that PayPal did not send', () => {
  const forge = (headers: Record<string, string>, body: string) =>
    fetch(`${own.stack.apiUrl}/functions/v1/webhooks/paypal`, { method: 'POST', headers, body });
  const event = JSON.stringify({
    id: 'WH-FORGED',
    event_type: 'PAYMENT.PAYOUTS-ITEM.SUCCEEDED',
    create_time: new Date().toISOString(),
    resource: { payout_item_id: 'X' },
  });
  const headers = {
    'paypal-auth-algo': 'SHA256withRSA',
    'paypal-cert-url': 'https://api.paypal.com/certs/1',
    'paypal-transmission-id': 'TX-1',
    'paypal-transmission-sig': btoa('forged'),
    'paypal-transmission-time': new Date().toISOString(),
  };

  it.each([
    ['without a signature', {}, event],
    ['with a forged one', headers, event],
    ['that is no event', headers, '{"id": 1}'],
    ['that is no JSON', headers, '<xml/>'],
  ])('%s is refused and kept nowhere', async (_, given, body) => {
    expect((await forge(given, body)).status).toBe(400);
    const { rows } = await own.pool.query(
      `select from private.payment_event where provider_id = 'WH-FORGED'`,
    );
    expect(rows).toEqual([]);
  });
});
