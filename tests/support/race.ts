// race: named steps on two connections, run in every order that the connections allow. A step
// that waits for the other connection's lock stays open while the next ones run.
import type pg from 'pg';
import { expect } from 'vitest';

/** What one connection does: one act in a transaction, and how the transaction ends. */
export interface Act {
  run: (client: pg.PoolClient) => Promise<unknown>;
  end?: 'commit' | 'rollback';
}

export type Outcome = { value: unknown; code?: undefined } | { value?: undefined; code: string };

/** The six orders of two acts and their ends, each with a name to read in the report. */
export const ORDERS: [string, (0 | 1)[]][] = [
  ['one after the other', [0, 0, 1, 1]],
  ['the other way round', [1, 1, 0, 0]],
  ['the second waits for the first', [0, 1, 0, 1]],
  ['the first waits for the second', [1, 0, 1, 0]],
  ['the second is asked to end before the first ends', [0, 1, 1, 0]],
  ['the first is asked to end before the second ends', [1, 0, 0, 1]],
];

/**
 * Runs both acts, their steps interleaved as `order` says. Returns what each act returned or the
 * SQLSTATE it failed with; fails the test when that is a deadlock.
 */
export async function race(
  pool: pg.Pool,
  acts: [Act, Act],
  order: (0 | 1)[],
): Promise<[Outcome, Outcome]> {
  const clients: [pg.PoolClient, pg.PoolClient] = [await pool.connect(), await pool.connect()];
  const queues = [stepsOf(acts[0]), stepsOf(acts[1])] as const;
  const running: [Promise<unknown>, Promise<unknown>] = [Promise.resolve(), Promise.resolve()];
  const outcomes: [Outcome, Outcome] = [NOT_RUN, NOT_RUN];
  try {
    for (const side of order) {
      const step = queues[side].shift();
      if (!step) throw new Error('An order has two steps of each connection.');
      running[side] = running[side].then(async () => {
        const outcome = await outcomeOf(step(clients[side]));
        // The second step only ends the transaction: it has a say when it fails.
        if (outcomes[side] === NOT_RUN || outcome.code) outcomes[side] = outcome;
      });
      await settledOrBlocked(pool, clients[side], running[side]);
    }
    await Promise.all(running);
  } finally {
    for (const client of clients) client.release();
  }
  for (const { code } of outcomes) expect(code, 'a deadlock').not.toBe('40P01');
  return outcomes;
}

const NOT_RUN: Outcome = { code: 'not run' };

function stepsOf({ run, end = 'commit' }: Act): ((client: pg.PoolClient) => Promise<unknown>)[] {
  return [
    async (client) => {
      await client.query('begin');
      return await run(client);
    },
    (client) => client.query(end),
  ];
}

/** What a call returned, or the SQLSTATE it failed with. */
export async function outcomeOf(running: Promise<unknown>): Promise<Outcome> {
  try {
    return { value: await running };
  } catch (error) {
    const { code } = error as { code?: string };
    if (!code) throw error;
    return { code };
  }
}

/** Returns when a call has ended, or waits for a lock that another connection holds. */
export async function settledOrBlocked(
  pool: pg.Pool,
  client: pg.PoolClient,
  running: Promise<unknown>,
): Promise<void> {
  let isSettled = false;
  const settle = () => {
    isSettled = true;
  };
  running.then(settle, settle);
  const { processID } = client as unknown as { processID: number };
  while (!isSettled) {
    const { rows } = await pool.query(
      `select cardinality(pg_blocking_pids($1)) > 0 as is_blocked`,
      [processID],
    );
    if (rows[0].is_blocked) return;
    await new Promise(setImmediate);
  }
}
