// slot: the replication slot, which keeps what is committed while the server is away for a moment.
// It never outlives the server: a slot that nobody reads keeps all WAL.
import type pg from 'pg';
import { waitUntil } from '../../wait-until.ts';

export const SLOT = 'supabase_realtime_replication_slot';

/** Makes the slot unless it is there and whole; true when it is new, and so begins now. */
export async function ensureSlot(pool: pg.Pool): Promise<boolean> {
  const { rows } = await pool.query(
    'select wal_status from pg_replication_slots where slot_name = $1',
    [SLOT],
  );
  if (rows[0] && rows[0].wal_status !== 'lost') return false;
  await dropSlot(pool);
  await pool.query(`select pg_create_logical_replication_slot($1, 'pgoutput')`, [SLOT]);
  return true;
}

/** Ends whoever reads the slot, and drops it. */
export async function dropSlot(pool: pg.Pool): Promise<void> {
  await waitUntil('the replication slot to be free', async () => {
    const { rows } = await pool.query(
      `select active_pid, pg_terminate_backend(active_pid)
       from pg_replication_slots where slot_name = $1`,
      [SLOT],
    );
    return rows.every(({ active_pid }) => active_pid === null);
  });
  await pool.query(
    'select pg_drop_replication_slot(slot_name) from pg_replication_slots where slot_name = $1',
    [SLOT],
  );
}
