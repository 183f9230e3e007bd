// usage-sums: calls become sums of UTC days, each once, whoever sums and whatever comes meanwhile.
import { beforeEach, describe, expect, it } from 'vitest';
import { ownDatabase } from '../support/own-database.ts';
import { type Act, ORDERS, race } from '../support/race.ts';
import { type Recorded, recordUsage, sumUsage } from '../support/usage.ts';
import type { Queryable } from '../support/wallet.ts';

const ADA = '00000000-0000-4000-8000-00000000000a';
const BOB = '00000000-0000-4000-8000-00000000000b';
const MARCH_1 = '2026-03-01T12:00:00Z';

const database = ownDatabase({ connections: 8 });

beforeEach(() => database.pool.query('truncate private.usage_record, private.usage_day'));

async function record(db: Queryable, ...calls: Recorded[]): Promise<void> {
  for (const each of calls) await recordUsage(db, { at: MARCH_1, ...each });
}

/** Everything that can be added up, of the records or of the days. */
async function totals(table: 'usage_record' | 'usage_day'): Promise<Record<string, number>> {
  const failed = {
    usage_record: `coalesce(sum(calls) filter (where outcome = 'failed'), 0)`,
    usage_day: 'coalesce(sum(failed_calls), 0)',
  }[table];
  const { rows } = await database.pool.query(
    `select coalesce(sum(calls), 0)::bigint as calls, ${failed}::bigint as failed,
       coalesce(sum(input_tokens), 0)::bigint as input,
       coalesce(sum(cached_input_tokens), 0)::bigint as cached,
       coalesce(sum(output_tokens), 0)::bigint as output,
       coalesce(sum(units), 0)::bigint as units, coalesce(sum(credits), 0)::bigint as credits,
       coalesce(sum(revenue_micros), 0)::bigint as revenue,
       coalesce(sum(cost_micros), 0)::bigint as cost,
       coalesce(sum(latency_ms), 0)::bigint as latency,
       coalesce(sum(first_token_ms), 0)::bigint as first_token
     from private.${table}`,
  );
  return rows[0];
}

async function readDays() {
  const { rows } = await database.pool.query(
    `select day::text, user_id, action, plan, model, calls, failed_calls, credits
     from private.usage_day order by day, user_id, action, plan, model`,
  );
  return rows;
}

const mixed: Recorded[] = [
  { user: ADA, credits: 5, firstTokenMs: 3 },
  { user: BOB, credits: 7, model: 'm' },
  { user: ADA, credits: 0, outcome: 'failed', inputTokens: null, costMicros: null },
  { user: ADA, credits: 11, action: 'image', latencyMs: null },
  { user: ADA, credits: 2, calls: 0 },
  { user: ADA, credits: 13, plan: 'plus' },
];

describe('the sums of a day', () => {
  it('are by person, action, plan and model', async () => {
    await record(database.pool, ...mixed);
    expect(await sumUsage(database.pool)).toBe(6);
    const ada = { day: '2026-03-01', user_id: ADA, action: 'chat', plan: 'free', model: null };
    const one = { calls: 1, failed_calls: 0 };
    expect(await readDays()).toEqual([
      { ...ada, calls: 2, failed_calls: 1, credits: 7 },
      { ...ada, ...one, plan: 'plus', credits: 13 },
      { ...ada, ...one, action: 'image', credits: 11 },
      { ...ada, ...one, user_id: BOB, model: 'm', credits: 7 },
    ]);
    expect(await totals('usage_day')).toEqual(await totals('usage_record'));
  });

  it('take each call once, however often they are summed', async () => {
    await record(database.pool, ...mixed);
    expect(await sumUsage(database.pool)).toBe(6);
    const days = await readDays();
    expect(await sumUsage(database.pool)).toBe(0);
    expect(await readDays()).toEqual(days);
  });

  it('grow by what comes later, to the same rows', async () => {
    await record(database.pool, ...mixed);
    await sumUsage(database.pool);
    await record(database.pool, ...mixed);
    expect(await sumUsage(database.pool)).toBe(6);
    expect(await readDays()).toHaveLength(4);
    expect(await totals('usage_day')).toEqual(await totals('usage_record'));
  });

  it('are of days in UTC, wherever whoever sums lives', async () => {
    await record(
      database.pool,
      { user: ADA, at: '2026-03-01T23:59:59.999999Z' },
      { user: ADA, at: '2026-03-02T00:00:00Z' },
      { user: ADA, at: '2026-03-02T23:59:59Z' },
    );
    const elsewhere = await database.pool.connect();
    try {
      for (const zone of ['Pacific/Kiritimati', 'Pacific/Niue']) {
        await elsewhere.query('begin');
        await elsewhere.query(`set local time zone '${zone}'`);
        expect(await sumUsage(elsewhere)).toBe(3);
        const { rows } = await elsewhere.query(
          'select day::text, calls from private.usage_day order by day',
        );
        expect(rows).toEqual([
          { day: '2026-03-01', calls: 1 },
          { day: '2026-03-02', calls: 2 },
        ]);
        await elsewhere.query('rollback');
      }
    } finally {
      elsewhere.release();
    }
  });

  it('take what a job that was away for days left, 20000 calls at a time', async () => {
    await database.pool.query(
      `insert into private.usage_record (user_id, action, operation_key, plan, calls, units,
         credits, revenue_micros, outcome, created_at)
       select $1, 'chat', 'test:' || nr, 'free', 1, 1, nr % 7, 0, 'complete',
         $2::timestamptz + nr * interval '10 seconds'
       from generate_series(1, 20001) as nr`,
      [ADA, MARCH_1],
    );
    expect(await sumUsage(database.pool)).toBe(20_000);
    expect(await sumUsage(database.pool)).toBe(1);
    expect(await totals('usage_day')).toEqual(await totals('usage_record'));
  });
});

describe.each(ORDERS)('two connections at once, %s', (_, order) => {
  const sum: Act = { run: (client) => sumUsage(client) };
  const call: Act = { run: (client) => record(client, { user: ADA, credits: 100 }) };

  it.each([
    ['sum both', [sum, sum]],
    ['sum both, and one of them fails', [{ ...sum, end: 'rollback' }, sum]],
    ['sum both, and the other one fails', [sum, { ...sum, end: 'rollback' }]],
    ['sum and record', [sum, call]],
    ['sum, which fails, and record', [{ ...sum, end: 'rollback' }, call]],
    ['sum and record what fails', [sum, { ...call, end: 'rollback' }]],
  ] as [string, [Act, Act]][])('%s: no call is lost or counted twice', async (_name, acts) => {
    await record(database.pool, ...mixed);
    await sumUsage(database.pool);
    await record(database.pool, ...mixed);
    for (const outcome of await race(database.pool, acts, order))
      expect(outcome.code).toBeUndefined();
    await sumUsage(database.pool);
    expect(await totals('usage_day')).toEqual(await totals('usage_record'));
  });
});

it('eight jobs and eight people at once lose nothing and count nothing twice', async () => {
  const work = Array.from({ length: 16 }, async (_, nr) => {
    for (let times = 0; times < 20; times += 1) {
      if (nr % 2) await sumUsage(database.pool);
      else await record(database.pool, ...mixed);
    }
  });
  await Promise.all(work);
  await sumUsage(database.pool);
  expect(await totals('usage_record')).toMatchObject({ calls: 8 * 20 * 5, credits: 8 * 20 * 38 });
  expect(await totals('usage_day')).toEqual(await totals('usage_record'));
});
