// economy-random: everything that gives, takes, counts or ends credits, plans and limits, at random
// and at once on many connections. Books, counts, usage and plans agree after every batch, and
// nobody waits in a circle.
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { checkRandomly, timeLimitMs } from '../support/check-randomly.ts';
import { attempt, type Try, tries } from '../support/economy-attempt.ts';
import { CHECKED_METER, economyCatalog } from '../support/economy-catalog.ts';
import { economyViolations } from '../support/economy-invariants.ts';
import { type EconomyWorld, makeEconomyWorld } from '../support/economy-world.ts';
import { ledgerViolations } from '../support/ledger-invariants.ts';
import { ownDatabase } from '../support/own-database.ts';

const PEOPLE = 3;
const CONNECTIONS = 20;
const OPERATIONS_A_RUN = 200;

const database = ownDatabase({ connections: CONNECTIONS, limits: true });

beforeAll(async () => {
  const catalog = JSON.stringify(economyCatalog('first'));
  // The seed's people have plans of another catalog.
  await database.pool.query('delete from public.memberships where true');
  await database.pool.query('select private.apply_catalog($1)', [catalog]);
});
afterAll(async () => {
  expect(await ledgerViolations(database.pool)).toEqual([]);
});

it(
  'whatever happens at once, books, counts, usage and plans agree after it',
  async () => {
    const batch = fc.array(tries(PEOPLE, 7), { minLength: CONNECTIONS, maxLength: 40 });
    await checkRandomly<[Try[][]]>(
      [fc.array(batch, { minLength: 1, maxLength: 5 })],
      async (batches) => {
        const world = await makeEconomyWorld(database.pool, PEOPLE);
        for (const each of batches) {
          await Promise.all(each.map((one) => attempt(database, world, one)));
          await expectAgreement(world);
        }
        await expectAllFreed(world);
      },
      { runs: 15, isRepeatable: false },
    );
  },
  timeLimitMs(15) * 4,
);

it(
  'twenty connections that never pause: nobody waits in a circle',
  async () => {
    const outcomes = new Map<string, number>();
    await checkRandomly<[Try[]]>(
      [
        fc.array(tries(PEOPLE, 12), {
          minLength: OPERATIONS_A_RUN,
          maxLength: OPERATIONS_A_RUN,
        }),
      ],
      async (all) => {
        const world = await makeEconomyWorld(database.pool, PEOPLE);
        const left = [...all];
        const work = async () => {
          for (let next = left.pop(); next; next = left.pop()) {
            const code = (await attempt(database, world, next)) ?? 'done';
            outcomes.set(code, (outcomes.get(code) ?? 0) + 1);
          }
        };
        await Promise.all(Array.from({ length: CONNECTIONS }, work));
        await expectAgreement(world);
        await expectAllFreed(world);
      },
      { runs: 10, isRepeatable: false },
    );
    reportOperations(outcomes);
  },
  timeLimitMs(10) * 4,
);

async function expectAgreement({ people, left, checked }: EconomyWorld): Promise<void> {
  expect(database.warnings).toEqual([]);
  expect(await ledgerViolations(database.pool, people)).toEqual([]);
  expect(await economyViolations(database.pool, people)).toEqual([]);
  const { rows } = await database.pool.query(
    `select (select coalesce(sum(used), 0)::bigint from private.allowance_count
       where user_id = id and meter = $2) as used
     from unnest($1::uuid[]) with ordinality as person (id, nr) order by nr`,
    [people, CHECKED_METER],
  );
  // The counts of an account go with it.
  const stored = rows.map(({ used }, nr) => (left.has(nr) ? checked[nr] : used));
  expect(stored, CHECKED_METER).toEqual(checked);
}

/** When all leases are over nothing is held, and nobody has anything open. */
async function expectAllFreed(world: EconomyWorld): Promise<void> {
  await database.pool.query(
    `update private.ledger_hold set expires_at = now() - interval '1 second'
     where owner_id = any ($1) and state = 'held'`,
    [world.people],
  );
  for (const job of ['sweep_holds', 'sweep_actions', 'sum_usage'])
    await database.pool.query(`select private.${job}()`);
  await expectAgreement(world);
  const { rows } = await database.pool.query(
    `select
       (select sum(held)::bigint from private.ledger_account where owner_id = any ($1)) as held,
       (select count(*) from public.turns
         where user_id = any ($1) and state = 'streaming') as streaming,
       (select count(*) from public.actions
         where user_id = any ($1) and state = 'running') as running,
       (select count(*) from private.usage_record
         where user_id = any ($1) and not is_summed) as unsummed`,
    [world.people],
  );
  expect(rows).toEqual([{ held: 0, streaming: 0, running: 0, unsummed: 0 }]);
}

function reportOperations(outcomes: Map<string, number>): void {
  const total = [...outcomes.values()].reduce((sum, count) => sum + count, 0);
  if (!process.env.PROGRESS) return;
  const sorted = [...outcomes].sort(([, one], [, other]) => other - one);
  const list = sorted.map(([code, count]) => `${code} ${count}`).join(', ');
  process.stderr.write(`  ${total} operations without a deadlock: ${list}\n`);
}
