// until-visible: the WAL tells of a commit a moment before other statements see it.
import type pg from 'pg';
import { waitUntil } from '../../wait-until.ts';
import { Snapshot } from '../snapshot.ts';

/** Resolves when new statements see what the transaction `xid` (32 bits) did. */
export async function untilVisible(pool: pg.Pool, xid: number): Promise<void> {
  await waitUntil(
    `transaction ${xid} to be visible`,
    async () => {
      const { rows } = await pool.query('select pg_current_snapshot()::text as snapshot');
      return new Snapshot(rows[0].snapshot).includes(xid);
    },
    { everyMs: 1 },
  );
}
