// forget-messages: stored messages are kept for three days (supabase-platform.md §4.8).
import type pg from 'pg';

/** The platform drops whole partitions; here one holds all. */
export async function forgetMessages(pool: pg.Pool): Promise<void> {
  await pool.query(
    `delete from realtime.messages where inserted_at < timezone('utc', now()) - interval '3 days'`,
  );
}
