// turns-random: random messages, checkpoints, answers, lost workers and sweeps on many connections
// at once. After every batch turns, answers, holds and books agree, and nobody waits in a circle.
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { checkRandomly, timeLimitMs } from '../support/check-randomly.ts';
import { ledgerViolations } from '../support/ledger-invariants.ts';
import { ownDatabase } from '../support/own-database.ts';
import { makeTurnWorld, type TurnCall, type TurnWorld, turnCalls } from '../support/turn-world.ts';

const PEOPLE = 3;
const MESSAGES = 4;
const CREDITS = 35;
const CONNECTIONS = 20;

const database = ownDatabase({ connections: CONNECTIONS });

/** One call of a batch; slow ones commit in a round trip of their own, or never. */
interface Try {
  call: TurnCall;
  end: 'at once' | 'commit' | 'rollback';
}

const tries: fc.Arbitrary<Try> = fc.record(
  {
    call: turnCalls(PEOPLE, MESSAGES),
    end: fc.constantFrom('at once', 'at once', 'at once', 'commit', 'commit', 'rollback'),
  },
  { noNullPrototype: true },
);

it(
  'whatever happens at once, every turn is charged once and nothing stays held',
  async () => {
    await checkRandomly<[Try[][]]>(
      [
        fc.array(fc.array(tries, { minLength: CONNECTIONS, maxLength: 40 }), {
          minLength: 1,
          maxLength: 5,
        }),
      ],
      async (batches) => {
        const world = await makeTurnWorld(database.pool, PEOPLE, CREDITS);
        for (const batch of batches) {
          await Promise.all(batch.map((each) => attempt(world, each)));
          expect(await ledgerViolations(database.pool, world.people)).toEqual([]);
        }
        await expectAllPaid(world);
        expect(database.warnings).toEqual([]);
      },
      { runs: 25, isRepeatable: false },
    );
  },
  timeLimitMs(25),
);

/** What a call may fail with when others are at work; above all never a deadlock. */
const REFUSALS: Record<TurnCall['verb'], string[]> = {
  // PT401 and PT404: their account was deleted meanwhile.
  begin: ['PT401', 'PT402', 'PT404', 'PT409'],
  checkpoint: [],
  settle: ['PT404'],
  expire: [],
  sweep: [],
  delete: [],
};

async function attempt(world: TurnWorld, { call, end }: Try): Promise<void> {
  const client = await database.service.connect();
  try {
    if (end !== 'at once') await client.query('begin');
    const code = await world.run(client, call);
    if (code) expect(REFUSALS[call.verb], JSON.stringify(call)).toContain(code);
    if (end === 'at once') return;
    // Time for the others to come and wait.
    await new Promise(setImmediate);
    await client.query(end);
  } finally {
    client.release();
  }
}

/** When all leases are over, no turn is open and everybody who is left has what was not charged. */
async function expectAllPaid({ people }: TurnWorld): Promise<void> {
  await database.pool.query(
    `update private.ledger_hold set expires_at = now() - interval '1 second'
     where owner_id = any ($1) and state = 'held'`,
    [people],
  );
  await database.pool.query('select private.sweep_holds()');
  expect(await ledgerViolations(database.pool, people)).toEqual([]);
  const { rows } = await database.pool.query(
    `select
       (select sum(held)::bigint from private.ledger_account where owner_id = any ($1)) as held,
       array(
         select (select sum(balance) from private.ledger_account where owner_id = profile.id)
           + coalesce(sum(charged_credits), 0)
           -- What a settlement gave back of what the sweep had charged too much.
           - (
             select coalesce(sum(refund.amount), 0) from private.ledger_refund as refund
             join private.ledger_hold as hold on hold.id = refund.hold_id
             where hold.owner_id = profile.id)
         from public.profiles as profile left join public.turns on user_id = profile.id
         where profile.id = any ($1) group by profile.id)::integer[] as credits`,
    [people],
  );
  expect(rows[0].held).toBe(0);
  for (const credits of rows[0].credits) expect(credits).toBe(CREDITS);
  const open = await database.pool.query(
    `select id from public.turns where user_id = any ($1) and state = 'streaming'`,
    [people],
  );
  expect(open.rows).toEqual([]);
}
