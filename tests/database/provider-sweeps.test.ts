// provider-sweeps: which windows of time are looked through at a provider, and by whom.
import { beforeEach, expect, it } from 'vitest';
import { signUp } from '../support/membership.ts';
import { ownDatabase } from '../support/own-database.ts';
import { makeBuyer } from '../support/purchase.ts';

const database = ownDatabase({ connections: 8 });

beforeEach(async () => {
  await database.pool.query(`select pgmq.purge_queue('sweeps')`);
  await database.pool.query('update private.provider_sweep set swept_to = now()');
});

const queue = () => database.pool.query('select private.queue_provider_sweeps()');
/** Somebody who is known to a provider. */
async function makeCustomer(provider: string): Promise<void> {
  await database.pool.query(
    `insert into private.customer (user_id, provider, is_live, provider_id)
     values ($1, $2, false, gen_random_uuid())`,
    [await signUp(database.pool), provider],
  );
}
const waiting = async () =>
  (await database.pool.query(`select queue_length from pgmq.metrics('sweeps')`)).rows[0]
    .queue_length;
const claim = async () =>
  (
    await database.service.query(
      `select message_id, from_at, to_at, to_at - from_at as length
       from public.claim_provider_sweep()`,
    )
  ).rows[0];
const finish = (sweep: { message_id: number }, to: unknown, found = 0) =>
  database.service.query(`select public.finish_provider_sweep($1, 'stripe', $2, $3)`, [
    sweep.message_id,
    to,
    found,
  ]);
const sweptTo = async () =>
  (
    await database.pool.query(
      `select swept_to, brought from private.provider_sweep where provider = 'stripe'`,
    )
  ).rows[0];

it('nobody is a customer: nothing is asked', async () => {
  await queue();
  expect(await waiting()).toBe(0);
});

it('queued again and again, one waits; of three workers at once one has it', async () => {
  await makeBuyer(database.pool, await signUp(database.pool));
  for (let nr = 0; nr < 3; nr += 1) await queue();
  expect(await waiting()).toBe(1);
  const claims = await Promise.all([claim(), claim(), claim()]);
  expect(claims.filter((each) => each !== undefined)).toHaveLength(1);
});

it('after three days it goes in pieces that overlap, until the present', async () => {
  await makeBuyer(database.pool, await signUp(database.pool));
  await database.pool.query(
    `update private.provider_sweep set swept_to = now() - interval '3 days', brought = 0`,
  );
  await queue();
  let pieces = 0;
  let before = new Date(0);
  for (let sweep = await claim(); sweep; sweep = await claim()) {
    if (pieces > 0) expect(before.getTime() - sweep.from_at.getTime()).toBe(3_600_000);
    before = sweep.to_at;
    await finish(sweep, sweep.to_at, 2);
    pieces += 1;
  }
  expect(pieces).toBe(12);
  expect(await waiting()).toBe(0);
  expect(await sweptTo()).toEqual({ swept_to: before, brought: 24 });
});

it('a late answer of a worker that was overtaken does not lead back', async () => {
  const { swept_to } = await sweptTo();
  await finish({ message_id: 0 }, '2020-01-01');
  expect((await sweptTo()).swept_to).toEqual(swept_to);
});

it('where the provider is switched off, the window stays for another time', async () => {
  await makeBuyer(database.pool, await signUp(database.pool));
  const { swept_to } = await sweptTo();
  await queue();
  await finish(await claim(), null);
  expect(await waiting()).toBe(0);
  expect((await sweptTo()).swept_to).toEqual(swept_to);
});

it('what has come is not asked for again', async () => {
  const { rows } = await database.service.query(
    `select public.store_payment_event('stripe', 'evt_1', 'x', 'other', 'x', false, now(), '{}')`,
  );
  expect(rows).toHaveLength(1);
  const unseen = await database.service.query(
    `select public.unseen_payment_events('stripe', array['evt_1', 'evt_2']) as id`,
  );
  expect(unseen.rows).toEqual([{ id: 'evt_2' }]);
});

it('a provider that waits holds up no other', async () => {
  await makeBuyer(database.pool, await signUp(database.pool));
  await queue();
  await makeCustomer('lemonsqueezy');
  await queue();
  await queue();
  expect(await waiting()).toBe(2);
});

it('of which objects no event has come since they changed', async () => {
  const [before, then, later] = [
    '2026-01-01T00:00:00Z',
    '2026-01-02T00:00:00Z',
    '2026-01-03T00:00:00Z',
  ];
  await database.service.query(
    `select public.store_payment_event(
       'lemonsqueezy', 'hash', 'x', 'order', '7', false, $1, '{}')`,
    [then],
  );
  const changed = [
    { kind: 'order', id: '7', changed_at: before },
    { kind: 'order', id: '7', changed_at: then },
    { kind: 'subscription', id: '7', changed_at: then },
    { kind: 'order', id: '8', changed_at: before },
    { kind: 'order', id: '8', changed_at: later },
  ];
  const untold = async (objects: object[]) =>
    (
      await database.service.query(
        `select kind, id, changed_at
         from public.untold_payment_objects('lemonsqueezy', $1) order by kind`,
        [JSON.stringify(objects)],
      )
    ).rows;
  expect(await untold(changed)).toEqual([
    { kind: 'order', id: '8', changed_at: new Date(later) },
    { kind: 'subscription', id: '7', changed_at: new Date(then) },
  ]);
  expect(await untold([{ kind: 'order', id: '7', changed_at: later }])).toHaveLength(1);
});
