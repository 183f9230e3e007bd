// periods: months counted from an anchor, in UTC, whatever the calendar does and wherever the
// session believes to be.
import fc from 'fast-check';
import type pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkRandomly } from '../support/check-randomly.ts';
import { connect } from '../support/sql.ts';

/** Time zones with summer time on both sides of the equator, of half hours, and far from UTC. */
const ZONES = [
  'UTC',
  'Europe/Berlin',
  'America/New_York',
  'Asia/Kathmandu',
  'Australia/Lord_Howe',
  'Pacific/Kiritimati',
];

let db: pg.PoolClient;
beforeAll(async () => {
  db = await connect();
});
// Not for the next test: its time zone has changed.
afterAll(() => db.release(true));

async function liveIn(zone: string): Promise<void> {
  await db.query(`select set_config('TimeZone', $1, false)`, [zone]);
}

async function startOf(anchor: string, nr: number): Promise<string> {
  const { rows } = await db.query(
    `select to_char(private.period_start($1, $2) at time zone 'UTC',
       'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as start`,
    [anchor, nr],
  );
  return rows[0].start;
}

async function numberOf(anchor: string, at: string): Promise<number> {
  return (await db.query('select private.period_nr($1, $2) as nr', [anchor, at])).rows[0].nr;
}

async function numberBefore(anchor: string, start: string): Promise<number> {
  const text = `select private.period_nr($1, $2::timestamptz - interval '1 microsecond') as nr`;
  return (await db.query(text, [anchor, start])).rows[0].nr;
}

const STARTS: [anchor: string, starts: [nr: number, start: string][]][] = [
  [
    '2027-01-31T10:00:00.000000Z',
    [
      [0, '2027-01-31T10:00:00.000000Z'],
      [1, '2027-02-28T10:00:00.000000Z'],
      [2, '2027-03-31T10:00:00.000000Z'],
      [3, '2027-04-30T10:00:00.000000Z'],
      [13, '2028-02-29T10:00:00.000000Z'],
    ],
  ],
  [
    '2028-02-29T00:00:00.000000Z',
    [
      [1, '2028-03-29T00:00:00.000000Z'],
      [12, '2029-02-28T00:00:00.000000Z'],
      [13, '2029-03-29T00:00:00.000000Z'],
      [48, '2032-02-29T00:00:00.000000Z'],
    ],
  ],
  [
    '2027-02-28T23:59:59.999999Z',
    [
      [1, '2027-03-28T23:59:59.999999Z'],
      [12, '2028-02-28T23:59:59.999999Z'],
    ],
  ],
  [
    '2026-12-31T23:59:59.999999Z',
    [
      [1, '2027-01-31T23:59:59.999999Z'],
      [2, '2027-02-28T23:59:59.999999Z'],
      [12, '2027-12-31T23:59:59.999999Z'],
    ],
  ],
  // The nights in which Berlin and New York change their clocks.
  ['2027-03-28T01:30:00.000000Z', [[7, '2027-10-28T01:30:00.000000Z']]],
  ['2027-10-31T00:30:00.000000Z', [[1, '2027-11-30T00:30:00.000000Z']]],
  ['2027-03-14T07:30:00.000000Z', [[1, '2027-04-14T07:30:00.000000Z']]],
];

describe.each(ZONES)('in a session of %s', (zone) => {
  beforeAll(() => liveIn(zone));

  it.each(STARTS)('the months of %s start on its day, or on the last', async (anchor, starts) => {
    for (const [nr, start] of starts) expect([nr, await startOf(anchor, nr)]).toEqual([nr, start]);
  });

  it.each(STARTS)('a month of %s ends a microsecond before the next', async (anchor, starts) => {
    for (const [nr, start] of starts) {
      expect(await numberOf(anchor, start)).toBe(nr);
      expect(await numberBefore(anchor, start)).toBe(nr - 1);
    }
  });
});

/** A moment of two centuries, often at a month's or a day's end, to the microsecond. */
const moments: fc.Arbitrary<string> = fc
  .record({
    year: fc.integer({ min: 1950, max: 2150 }),
    month: fc.integer({ min: 0, max: 11 }),
    day: fc.oneof(fc.integer({ min: 1, max: 28 }), fc.integer({ min: 28, max: 31 })),
    second: fc.oneof(fc.constantFrom(0, 86_399), fc.nat(86_399)),
    micros: fc.oneof(fc.constantFrom(0, 999_999), fc.nat(999_999)),
  })
  .map(({ year, month, day, second, micros }) => {
    const daysOfMonth = new Date(Date.UTC(year, month + 1, 0)).getUTCDate();
    const whole = new Date(Date.UTC(year, month, Math.min(day, daysOfMonth), 0, 0, second));
    return whole.toISOString().replace('000Z', `${String(micros).padStart(6, '0')}Z`);
  });

const SEEN = `
  select nr, to_char(starts_at at time zone 'UTC', 'YYYY-MM-DD HH24:MI:SS.US') as starts_at,
    starts_at <= $2 and $2 < private.period_start($1, nr + 1) as is_inside,
    private.period_nr($1, starts_at) = nr as starts_itself,
    private.period_start($1, 0) = $1 as is_anchored,
    private.granted_for(jsonb_populate_record(null::public.memberships, jsonb_build_object(
      'plan', 'plus', 'source', 'subscription', 'operation_key', 'k', 'starts_at', $1::timestamptz,
      'anchor_at', $1::timestamptz)), starts_at) as key
  from private.period_nr($1::timestamptz, $2::timestamptz) as nr,
    private.period_start($1, nr) as starts_at`;

it('every moment is in the one period that its number says, in all time zones alike', async () => {
  await checkRandomly(
    [moments, moments, fc.shuffledSubarray(ZONES, { minLength: 2 })],
    async (anchor, at, zones) => {
      const seen: unknown[] = [];
      for (const zone of zones) {
        await liveIn(zone);
        seen.push((await db.query(SEEN, [anchor, at])).rows[0]);
      }
      expect(seen[0]).toMatchObject({ is_inside: true, starts_itself: true, is_anchored: true });
      for (const each of seen) expect(each).toEqual(seen[0]);
    },
    { runs: 300, isRepeatable: true },
  );
});
