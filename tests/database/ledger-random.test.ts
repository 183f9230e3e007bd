// ledger-random: random grants, holds, settlements, voids, expiries and sweeps. One after the other
// the database answers as the model does; at once, on many connections, the books stay right.
import fc from 'fast-check';
import type pg from 'pg';
import { expect, it } from 'vitest';
import { checkRandomly, timeLimitMs } from '../support/check-randomly.ts';
import { ledgerViolations } from '../support/ledger-invariants.ts';
import { LedgerModel, type Operation, operations } from '../support/ledger-model.ts';
import { makeWorld, type World } from '../support/ledger-world.ts';
import { ownDatabase } from '../support/own-database.ts';
import { type Hold, readCredits } from '../support/wallet.ts';

const OWNERS = 3;
const KEYS = 8;
const CONNECTIONS = 20;

const database = ownDatabase({ connections: CONNECTIONS });

it(
  'one after the other: every answer and every balance is the model’s',
  async () => {
    await checkRandomly<[Operation[]]>(
      [fc.array(operations(OWNERS, KEYS), { minLength: 1, maxLength: 40 })],
      async (steps) => {
        const model = new LedgerModel(OWNERS);
        const world = await makeWorld(database.pool, OWNERS);
        for (const operation of steps) {
          const expected = model.run(operation);
          const { answer } = await world.run(database.pool, operation);
          expect(answer, JSON.stringify(operation)).toEqual(expected);
        }
        for (const [nr, { plan, bought, held }] of model.wallets.entries()) {
          const stored = await readCredits(database.pool, world.owners[nr] as string);
          expect(stored).toEqual({ plan, bought, held: held.plan + held.bought });
        }
        expect(await ledgerViolations(database.pool, world.owners)).toEqual([]);
      },
      { runs: 40, isRepeatable: true },
    );
  },
  timeLimitMs(40),
);

/** One operation of a batch; slow ones commit in a round trip of their own, or never. */
interface Try {
  operation: Operation;
  end: 'at once' | 'commit' | 'rollback';
}

const tries: fc.Arbitrary<Try> = fc.record(
  {
    operation: operations(OWNERS, KEYS),
    end: fc.constantFrom('at once', 'at once', 'at once', 'commit', 'commit', 'rollback'),
  },
  { noNullPrototype: true },
);

it(
  'all at once: the books are right after every batch, and nobody waits in a circle',
  async () => {
    await checkRandomly<[Try[][]]>(
      [
        fc.array(fc.array(tries, { minLength: CONNECTIONS, maxLength: 40 }), {
          minLength: 1,
          maxLength: 5,
        }),
      ],
      async (batches) => {
        const world = await makeWorld(database.pool, OWNERS);
        const closed = new Map<string, Hold>();
        for (const batch of batches) {
          await Promise.all(batch.map((each) => attempt(world, each, closed)));
          expect(await ledgerViolations(database.pool, world.owners)).toEqual([]);
          await expectFinal(closed);
        }
        await expectAllFreed(world);
        expect(database.warnings).toEqual([]);
      },
      { runs: 25, isRepeatable: false },
    );
  },
  timeLimitMs(25),
);

/** What an operation may fail with when others are at work; above all never a deadlock. */
const REFUSALS: Record<Operation['verb'], string[]> = {
  grant: ['PT400', 'PT409'],
  hold: ['PT402', 'PT409'],
  settle: ['PT404', '23514'],
  void: ['PT404'],
  expire: [],
  sweep: [],
};

async function attempt(world: World, { operation, end }: Try, closed: Map<string, Hold>) {
  const client = await database.pool.connect();
  try {
    if (end !== 'at once') await client.query('begin');
    const { answer, hold } = await world.run(client, operation);
    if (end !== 'at once') await commit(client, end);
    if (answer && 'code' in answer) {
      expect(REFUSALS[operation.verb], JSON.stringify(operation)).toContain(answer.code);
    } else if (hold && hold.state !== 'held' && end !== 'rollback') closed.set(hold.id, hold);
  } finally {
    client.release();
  }
}

async function commit(client: pg.PoolClient, end: string): Promise<void> {
  // Time for the others to come and wait.
  await new Promise(setImmediate);
  await client.query(end);
}

/** Whoever was told that a hold is closed was told the truth, for ever. */
async function expectFinal(closed: Map<string, Hold>): Promise<void> {
  const text = 'select * from private.ledger_hold where id = any ($1)';
  const { rows } = await database.pool.query<Hold>(text, [[...closed.keys()]]);
  expect(rows).toHaveLength(closed.size);
  for (const stored of rows) expect(stored).toEqual(closed.get(stored.id));
}

/** When all time has passed nothing is held, and what was given is there or was charged. */
async function expectAllFreed({ owners }: World): Promise<void> {
  await database.pool.query(
    `update private.ledger_hold set expires_at = now() - interval '1 second'
     where owner_id = any ($1) and state = 'held'`,
    [owners],
  );
  await database.pool.query('select private.sweep_holds()');
  const { rows } = await database.pool.query(
    `select sum(held)::bigint as held, count(*) filter (where balance < 0) as negative
     from private.ledger_account where owner_id = any ($1)`,
    [owners],
  );
  expect(rows).toEqual([{ held: 0, negative: 0 }]);
}
