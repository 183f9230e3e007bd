// lemonsqueezy-sweeps: what happened while nobody took LemonSqueezy's deliveries, and it gave up:
// the sweep brings all of it, once.
import { expect, it } from 'vitest';
import { waitUntil } from '../../local/wait-until.ts';
import { ledgerViolations } from '../support/ledger-invariants.ts';
import { type Buyer, lemonShop } from '../support/lemon-shop.ts';
import { LIFE_OUTCOMES, rounded } from '../support/lives.ts';
import { workedOff } from '../support/payment-queue.ts';
import { readOutcome } from '../support/purchase.ts';

const shop = lemonShop();
const { own } = shop;

async function sweep(): Promise<void> {
  await own.pool.query('select private.queue_provider_sweeps()');
  await waitUntil('the sweep to be done', async () => {
    await own.pool.query('select private.wake_worker()');
    const { rows } = await own.pool.query('select from pgmq.q_sweeps');
    return rows.length === 0;
  });
  await workedOff(own.pool);
}
const swept = async () =>
  (
    await own.pool.query(
      `select state, count(*) from private.payment_event where type = 'swept'
       group by state order by state`,
    )
  ).rows;
const has = async ({ id }: Buyer, start: string) => {
  const { time, balances } = rounded(await readOutcome(own.pool, id, start));
  return { time, balances };
};

it('a renewal, a refund and an end that nobody told of are found, once', async () => {
  const start = new Date().toISOString();
  const [ada, ben] = [await shop.newBuyer(), await shop.newBuyer()];
  await shop.buy(ada, 'subscription', 'plus');
  await shop.buy(ben, 'subscription', 'plus');
  await shop.tell(ada);
  await shop.tell(ben);
  await workedOff(own.pool);
  expect([await has(ada, start), await has(ben, start)]).toEqual(Array(2).fill(LIFE_OUTCOMES.new));
  await sweep();
  expect(await swept()).toEqual([]);

  const paid = (await shop.eventsOf(ben)).find(({ name }) => /payment_success/.test(name));
  await shop.control('POST', `invoices/${paid?.id}/refund`, { amount: 1900 });
  await shop.change(ben, { cancelled: true });
  await shop.control('POST', 'clock', { days: 32 });
  await sweep();
  expect(await has(ada, start)).toEqual(LIFE_OUTCOMES.renewed);
  expect(await has(ben, start)).toEqual(LIFE_OUTCOMES.refunded);
  const { rows } = await own.pool.query(
    'select state from public.subscriptions where user_id = $1',
    [ben.id],
  );
  expect(rows).toEqual([{ state: 'canceled' }]);
  const first = await swept();
  expect(first).toEqual([{ state: 'processed', count: expect.any(Number) }]);
  await sweep();
  expect(await swept()).toEqual(first);
  expect(await ledgerViolations(own.pool, [ada.id, ben.id])).toEqual([]);
  await shop.control('DELETE', 'clock');
}, 60_000);

it('a purchase of which nothing came is seen, and takes effect when an event does', async () => {
  const carl = await shop.newBuyer();
  await shop.buy(carl, 'pack', 'credits-1000');
  await sweep();
  expect(await swept()).toContainEqual({ state: 'ignored', count: 1 });
  await shop.tell(carl);
  await workedOff(own.pool);
  const { body } = await own.call(carl, 'GET', `billing/checkout/${carl.orderId}`);
  expect(body.state).toBe('complete');
}, 60_000);
