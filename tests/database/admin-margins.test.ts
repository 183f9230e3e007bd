// admin-margins: cost, revenue and margin of each day, as admins read them; exact sums.
import type pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Admin, auditOf, createAdmin } from '../support/admin.ts';
import { costOfTokens, priceModel } from '../support/metered.ts';
import { serviceClient } from '../support/person.ts';
import { connect } from '../support/sql.ts';
import { begin, end, makeCharacter, makePerson, overDataApi, refusalOf } from '../support/turn.ts';
import { type Recorded, recordUsage } from '../support/usage.ts';

interface Margin {
  day: string;
  plan: string;
  provider: string | null;
  model: string | null;
  action: string;
  calls: number;
  failed_calls: number;
  credits: number;
  revenue_micros: number;
  cost_micros: number;
  margin_micros: number;
  mean_latency_ms: number;
  mean_first_token_ms: number | null;
}

const USER = crypto.randomUUID();
const [CHEAP, DEAR] = [`cheap-${USER}`, `dear-${USER}`];
let db: pg.PoolClient;
let ada: Admin;

beforeAll(async () => {
  [db, ada] = await Promise.all([connect(), createAdmin()]);
});
afterAll(() => db.release());

/** The margins of this file's models between two days. */
async function margins(p_from: string, p_to: string): Promise<Margin[]> {
  const all = (await ada.call('read_margins', { p_from, p_to })) as Margin[];
  return all.filter(({ model }) => model?.includes(USER));
}

async function record(at: string, ...calls: Omit<Recorded, 'user' | 'at'>[]): Promise<void> {
  for (const call of calls) await recordUsage(db, { user: USER, at, ...call });
}

const free = { plan: 'free', provider: 'maker', action: 'chat', failed_calls: 0 };

describe('the margins of a day', () => {
  beforeAll(async () => {
    await record(
      '2026-03-01T23:59:59.999Z',
      { model: CHEAP, credits: 1, revenueMicros: 10_000, costMicros: 120, latencyMs: 400 },
      { model: CHEAP, credits: 2, revenueMicros: 20_000, costMicros: 333, latencyMs: 601 },
      { model: CHEAP, credits: 0, revenueMicros: 0, costMicros: 57, outcome: 'failed' },
      // What became known later: it is no call, and its cost is a difference.
      { model: CHEAP, credits: 3, revenueMicros: 30_000, costMicros: -7, calls: 0, latencyMs: 2 },
      { model: DEAR, credits: 4, revenueMicros: 40_000, costMicros: 90_001, firstTokenMs: 77 },
      { model: DEAR, credits: 5, revenueMicros: 50_000, costMicros: null, plan: 'plus' },
      { model: DEAR, credits: 8, revenueMicros: 80_000, costMicros: 39_000, action: 'image' },
    );
    await record('2026-03-02T00:00:00Z', { model: CHEAP, credits: 9, costMicros: 11 });
  });

  it('are exact, by plan, model and action', async () => {
    const day = '2026-03-01';
    expect(await margins(day, day)).toEqual([
      {
        ...free,
        day,
        model: CHEAP,
        calls: 3,
        failed_calls: 1,
        credits: 6,
        revenue_micros: 60_000,
        cost_micros: 503,
        margin_micros: 59_497,
        // (400 + 601 + 5 + 2) / 3
        mean_latency_ms: 252,
        mean_first_token_ms: null,
      },
      {
        ...free,
        day,
        model: DEAR,
        calls: 1,
        credits: 4,
        revenue_micros: 40_000,
        cost_micros: 90_001,
        margin_micros: -50_001,
        mean_latency_ms: 5,
        mean_first_token_ms: 77,
      },
      expect.objectContaining({ action: 'image', margin_micros: 41_000 }),
      expect.objectContaining({ plan: 'plus', cost_micros: 0, margin_micros: 50_000 }),
    ]);
  });

  it('are of the UTC days from the first to the last, and of no other', async () => {
    const days = async (from: string, to: string) => [
      ...new Set((await margins(from, to)).map(({ day }) => day)),
    ];
    expect(await days('2026-03-01', '2026-03-02')).toEqual(['2026-03-01', '2026-03-02']);
    expect(await days('2026-03-02', '2026-12-31')).toEqual(['2026-03-02']);
    expect(await days('2026-02-01', '2026-02-28')).toEqual([]);
    expect(await days('2026-03-02', '2026-03-01')).toEqual([]);
  });

  it('stay the same however often they are read, and grow by what comes', async () => {
    const day = '2026-03-02';
    const before = await margins(day, day);
    expect(before).toMatchObject([{ calls: 1, credits: 9, cost_micros: 11 }]);
    expect(await margins(day, day)).toEqual(before);
    await record(`${day}T10:00:00Z`, { model: CHEAP, credits: 1, costMicros: 2 });
    expect(await margins(day, day)).toMatchObject([{ calls: 2, credits: 10, cost_micros: 13 }]);
  });
});

it('an answer appears in the margins of today as soon as it has ended', async () => {
  const price = { input: 5_000_000, output: 20_000_000 };
  const model = await priceModel(db, price, { model: `real-${USER}` });
  const character = await makeCharacter(db, { price: 10 });
  await db.query('update public.characters set model = $2 where slug = $1', [character, model]);
  const user = await makePerson(db, 100);
  const call = overDataApi(serviceClient());
  const turn = await begin(call, { user, character });
  await end(call, turn, { inputTokens: 40, outputTokens: 7 });
  const { rows } = await db.query(
    `select (created_at at time zone 'UTC')::date::text as day,
       (select credit_value_micros from private.catalog) as credit_micros
     from private.usage_record where user_id = $1`,
    [user],
  );
  const { day, credit_micros } = rows[0];
  const cost = costOfTokens(price, { input: 40, output: 7 });
  expect((await margins(day, day)).filter((each) => each.model === model)).toMatchObject([
    {
      ...free,
      calls: 1,
      credits: 10,
      revenue_micros: 10 * credit_micros,
      cost_micros: cost,
      margin_micros: 10 * credit_micros - cost,
    },
  ]);
});

it('each look at them is written down, and what is no day is refused without a line', async () => {
  const admin = await createAdmin();
  await admin.call('read_margins', { p_from: '2026-03-01', p_to: '2026-03-02' });
  const refusal = await refusalOf(
    admin.call('read_margins', { p_from: '2026-02-30', p_to: '2026-03-02' }),
  );
  expect(refusal).toMatchObject({ code: '22008' });
  expect(await auditOf(admin)).toEqual([
    {
      action: 'read_margins',
      subject: 'usage',
      details: { from: '2026-03-01', to: '2026-03-02' },
    },
  ]);
});
