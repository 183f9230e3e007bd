// payouts-killed: the functions' process is killed at every step of a payout. After the restart
// each cashout is paid exactly once at the stand-in, and the ledger agrees to the cent.
import type pg from 'pg';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Fault } from '../../local/upstreams/paypal/faults.ts';
import { waitUntil } from '../../local/wait-until.ts';
import { ledgerViolations } from '../support/ledger-invariants.ts';
import { ownStack, type Somebody } from '../support/own-stack.ts';
import { type PaypalControl, paypalControl } from '../support/paypal.ts';
import { centsOf, countersOf, earn, readCashout, setRules } from '../support/rewards.ts';

const own = ownStack();
let paypal: PaypalControl;
let anna: Somebody;

beforeAll(async () => {
  paypal = paypalControl(own.stack.paypalUrl ?? '');
  await setRules(own.pool);
  // What nobody hears of must be found out by asking.
  await paypal.hold();
  anna = await own.signUp();
});
afterEach(async () => {
  expect(await ledgerViolations(own.pool)).toEqual([]);
  await own.pool.query('select private.compare_ledger()');
  expect((await own.pool.query('select kind from private.payout_discrepancy')).rows).toEqual([]);
});

/** Asks for $10, to a receiver of its own, until the functions are back. */
async function ask(receiver: string): Promise<string> {
  await earn(own.pool, anna.id, 1000);
  const wish = { id: crypto.randomUUID(), amount_cents: 1000, receiver };
  const { cashout } = await waitUntil('the functions', async () => {
    const { status, body } = await own.call(anna, 'POST', 'rewards/cashouts', wish);
    if (status !== 503) expect(status).toBe(201);
    return status === 201 && body;
  });
  expect(cashout.state).not.toBe('requested');
  return cashout.id;
}

async function arrived(gate: string): Promise<void> {
  await waitUntil(`somebody at ${gate}`, async () => {
    await own.pool.query('select private.wake_worker()');
    return (await paypal.arrivals(gate)) > 0;
  });
}

/** Time passes, and the database calls the worker until it is done. */
async function paid(id: string): Promise<void> {
  await waitUntil(
    'the payout',
    async () => {
      await own.pool.query('update pgmq.q_cashouts set vt = now()');
      await own.pool.query('select private.wake_worker()');
      return (await readCashout(own.pool, id)).state === 'paid';
    },
    { timeoutMs: 25_000, everyMs: 250 },
  );
}

async function expectPaidOnce(id: string, receiver: string, before: number): Promise<void> {
  const batches = await paypal.batchesTo(receiver);
  expect(batches.map(({ items }) => items.map((item) => item.payout_item.amount.value))).toEqual([
    ['10.00'],
  ]);
  expect(await readCashout(own.pool, id)).toMatchObject({
    state: 'paid',
    money: 'paid_out',
    batch_id: batches[0]?.payout_batch_id,
    is_queued: false,
  });
  expect(await centsOf(own.pool, anna.id)).toEqual({});
  expect((await countersOf(own.pool, anna.id)).paid_cents).toBe(before + 1000);
}

const paidBefore = async () => (await countersOf(own.pool, anna.id)).paid_cents;

describe('the process is killed', () => {
  it.each([
    ['before it has a token', 'token'],
    ['before PayPal hears of the payout', 'create'],
    ['when PayPal has made it and has not answered', 'created'],
    ['before it reads how the payout stands', 'batch'],
  ] as [string, Fault['at']][])('%s', async (_, at) => {
    const before = await paidBefore();
    const receiver = `killed-${at}@paypal.test`;
    await paypal.fault({ at, gate: `kill-${at}` });
    const id = await ask(receiver);
    await arrived(`kill-${at}`);
    await own.stack.functions.kill();
    await paypal.open(`kill-${at}`);
    await paid(id);
    await expectPaidOnce(id, receiver, before);
  });

  it.each([
    ['before the id of the batch is stored', 'created', true],
    ['when the id is stored and it has not heard so', 'created', false],
    ['before the outcome is stored', 'batch', true],
    ['when the outcome is stored and it has not heard so', 'batch', false],
  ] as [string, Fault['at'], boolean][])('%s', async (_, at, isUndone) => {
    const before = await paidBefore();
    const gate = `${at}-${isUndone}`;
    const receiver = `stored-${gate}@paypal.test`;
    await paypal.fault({ at, gate });
    const id = await ask(receiver);
    await arrived(gate);
    const holder = await own.pool.connect();
    await holder.query('begin');
    await holder.query('select from private.wallet where owner_id = $1 for update', [anna.id]);
    await paypal.open(gate);
    const blocked = await waitForBlocked(holder);
    await own.stack.functions.kill();
    if (isUndone) await own.pool.query('select pg_cancel_backend($1)', [blocked]);
    await holder.query('rollback');
    holder.release();
    await paid(id);
    await expectPaidOnce(id, receiver, before);
  });
});

/** The backend that waits for what `holder` has locked. */
async function waitForBlocked(holder: pg.PoolClient): Promise<number> {
  const { rows } = await holder.query('select pg_backend_pid() as pid');
  return waitUntil('a statement that waits', async () => {
    const { rows: waiting } = await own.pool.query(
      'select pid from pg_stat_activity where $1 = any (pg_blocking_pids(pid))',
      [rows[0].pid],
    );
    return waiting[0]?.pid as number | undefined;
  });
}

describe('without being killed', () => {
  it.each([
    ['the answer to the order is lost', { at: 'created', drop: true }],
    ['the connection breaks before PayPal hears of it', { at: 'create', drop: true }],
    ['PayPal breaks after it has made the payout', { at: 'created', status: 500 }],
    ['PayPal is busy', { at: 'create', status: 429 }],
    ['PayPal does not know our token any more', { at: 'create', status: 401 }],
    ['PayPal breaks while it is asked', { at: 'batch', status: 503, times: 2 }],
  ] as [string, Partial<Fault> & Pick<Fault, 'at'>][])('%s', async (name, fault) => {
    const before = await paidBefore();
    const receiver = `${name.replaceAll(' ', '-').toLowerCase()}@paypal.test`;
    await paypal.fault(fault);
    const id = await ask(receiver);
    await paid(id);
    expect(await paypal.faultsLeft()).toBe(0);
    await expectPaidOnce(id, receiver, before);
  });
});
