// usage-pruned: single calls are forgotten after a while, and nothing that was added up is lost.
import { beforeEach, expect, it } from 'vitest';
import { callAs } from '../support/call-as.ts';
import { inDays } from '../support/membership.ts';
import { ownDatabase } from '../support/own-database.ts';
import { sequentialScans } from '../support/plans-of.ts';
import { type Act, ORDERS, race } from '../support/race.ts';
import { makePerson } from '../support/turn.ts';
import { recordUsage, sumUsage } from '../support/usage.ts';
import type { Queryable } from '../support/wallet.ts';

const database = ownDatabase({ connections: 8 });
let ada: string;

beforeEach(async () => {
  await database.pool.query('truncate private.usage_record, private.usage_day');
  await database.pool.query('update private.usage_rules set kept_days = 90');
  ada = await makePerson(database.pool, 0);
});

const prune = async (db: Queryable): Promise<number> =>
  (await db.query('select private.prune_usage() as pruned')).rows[0].pruned;
const record = (daysAgo: number, credits: number) =>
  recordUsage(database.pool, { user: ada, at: inDays(-daysAgo), credits });

async function kept(): Promise<number[]> {
  const text = 'select credits from private.usage_record where user_id = $1 order by credits';
  return (await database.pool.query(text, [ada])).rows.map(({ credits }) => Number(credits));
}
async function spent(): Promise<number> {
  const text = 'select sum(credits)::int as credits from public.my_usage';
  return (await callAs(database.pool, ada, text))[0].credits;
}

it('a call that is old enough goes when its day has it, and what was spent stays', async () => {
  for (const [daysAgo, credits] of [
    [91, 1],
    [89, 2],
    [0, 4],
  ] as const)
    await record(daysAgo, credits);
  expect(await prune(database.pool)).toBe(0);
  await sumUsage(database.pool);
  await record(200, 8);
  expect(await prune(database.pool)).toBe(1);
  expect(await kept()).toEqual([2, 4, 8]);
  expect(await spent()).toBe(15);
  await sumUsage(database.pool);
  expect(await prune(database.pool)).toBe(1);
  expect(await kept()).toEqual([2, 4]);
  expect(await spent()).toBe(15);
});

it('for how long they are kept is a setting, of a week at least', async () => {
  await record(30, 1);
  await sumUsage(database.pool);
  await database.pool.query('update private.usage_rules set kept_days = 31');
  expect(await prune(database.pool)).toBe(0);
  await database.pool.query('update private.usage_rules set kept_days = 29');
  expect(await prune(database.pool)).toBe(1);
  await expect(
    database.pool.query('update private.usage_rules set kept_days = 6'),
  ).rejects.toMatchObject({ constraint: 'usage_rules_kept_days_check' });
});

it.each(ORDERS)('beside the job that sums, each call is added up once: %s', async (_, order) => {
  for (let nr = 0; nr < 5; nr++) await record(100, 1);
  await sumUsage(database.pool);
  for (let nr = 0; nr < 5; nr++) await record(100, 10);
  const acts: [Act, Act] = [{ run: prune }, { run: sumUsage }];
  for (const { code } of await race(database.pool, acts, order)) expect(code).toBeUndefined();
  expect(await spent()).toBe(55);
  await prune(database.pool);
  expect([await kept(), await spent()]).toEqual([[], 55]);
});

it.each(ORDERS)('two jobs at once forget what is to be forgotten: %s', async (_, order) => {
  for (let nr = 0; nr < 5; nr++) await record(100, 1);
  await sumUsage(database.pool);
  const outcomes = await race(database.pool, [{ run: prune }, { run: prune }], order);
  expect(outcomes.reduce((sum, { value }) => sum + (value as number), 0)).toBe(5);
  expect([await kept(), await spent()]).toEqual([[], 5]);
});

it('is found by an index', async () => {
  await record(100, 1);
  await sumUsage(database.pool);
  const scanned = await sequentialScans(database.adminUrl, async (client) => {
    await prune(client);
  });
  expect(scanned).not.toContain('usage_record');
});
