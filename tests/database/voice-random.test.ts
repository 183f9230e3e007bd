// voice-random: talks begun, opened, given up, renewed, ended, cut, left alone and swept at random,
// four at a time. What was promised: the books agree after each call, nobody pays more than was
// held, no call goes on without a talk, and nothing stays held in the end. RUNS and SEED as in
// check-randomly.
import fc from 'fast-check';
import type pg from 'pg';
import { beforeAll, expect, it } from 'vitest';
import { offerAction } from '../support/action.ts';
import { checkRandomly, timeLimitMs } from '../support/check-randomly.ts';
import { ledgerViolations } from '../support/ledger-invariants.ts';
import { ownDatabase } from '../support/own-database.ts';
import { MINUTE } from '../support/voice.ts';
import { makeVoiceWorld, voiceCalls } from '../support/voice-world.ts';

/** Of each person: a minute and not two, two and not three, many. */
const CREDITS = [200, 400, 3000];
const KEYS = 6;
const RUNS = 30;
const AT_ONCE = 4;
/** All that a call may be refused with; a deadlock or a broken constraint is none of these. */
const REFUSALS = ['PT401', 'PT402', 'PT403', 'PT404', 'PT409', undefined];

const database = ownDatabase({ connections: 12 });
const seen = new Map<string, number>();

beforeAll(() => offerAction(database.pool, 'voice', MINUTE));

it(
  'whatever happens to talks, the books agree, and nothing stays held',
  async () => {
    await checkRandomly(
      [fc.array(voiceCalls(CREDITS.length, KEYS), { minLength: 40, maxLength: 120 })],
      async (calls) => {
        const world = await makeVoiceWorld(database.pool, CREDITS);
        const queue = [...calls];
        const clients = await Promise.all(
          Array.from({ length: AT_ONCE }, () => database.pool.connect()),
        );
        const work = async (client: pg.PoolClient) => {
          for (let call = queue.shift(); call; call = queue.shift()) {
            const code = await world.run(client, call);
            expect(REFUSALS, `${call.verb} was refused with ${code}`).toContain(code);
            const outcome = `${call.verb} ${code ?? 'done'}`;
            seen.set(outcome, (seen.get(outcome) ?? 0) + 1);
            expect(await ledgerViolations(database.pool, world.people)).toEqual([]);
          }
        };
        try {
          await Promise.all(clients.map(work));
        } finally {
          for (const client of clients) client.release();
        }
        await world.finish();
        expect(await ledgerViolations(database.pool, world.people)).toEqual([]);
        await expectSettled(world.people);
      },
      { runs: RUNS, isRepeatable: false },
    );
    // The walk came everywhere: else it shows nothing.
    const done = ['start', 'open', 'fail', 'renew', 'end', 'suspend'].map((verb) => `${verb} done`);
    for (const outcome of [...done, 'start PT409', 'renew PT402', 'renew PT409'])
      expect(seen.get(outcome) ?? 0, outcome).toBeGreaterThan(0);
    expect(database.warnings).toEqual([]);
  },
  timeLimitMs(RUNS * 10),
);

/** Nothing is open or held, and what was taken is the price of the minutes begun. */
async function expectSettled(people: string[]): Promise<void> {
  const { rows } = await database.pool.query(
    `select count(*) filter (where ended_at is null)::int as open,
       count(*) filter (where charged_credits <> 150 * ceil(seconds / 60.0))::int as mispriced,
       (select count(*)::int from private.ledger_hold
        where owner_id = any ($1) and state = 'held') as held
     from public.voice_sessions where user_id = any ($1)`,
    [people],
  );
  expect(rows[0]).toEqual({ open: 0, mispriced: 0, held: 0 });
}
