// one-moment: a transaction as a world whose clock stands, so that a window neither leaks nor ends
// while a test fills it; time passes when the test says so, and nothing of it stays.
import type pg from 'pg';
import { type Call, overSql } from './turn.ts';

export interface Moment {
  db: pg.PoolClient;
  /** Calls by SQL; what is refused leaves the transaction as it was. */
  call: Call;
  /** The moment, in whole milliseconds. */
  now: number;
}

/** Runs `work` at one moment, checks what is only checked at commit, and undoes all. */
export async function atOneMoment(
  pool: pg.Pool,
  work: (moment: Moment) => Promise<void>,
): Promise<void> {
  const db = await pool.connect();
  try {
    await db.query('begin');
    const { rows } = await db.query('select now()');
    await work({ db, call: withSavepoints(db), now: rows[0].now.getTime() });
    await db.query('set constraints all immediate');
  } finally {
    await db.query('rollback');
    db.release();
  }
}

function withSavepoints(db: pg.PoolClient): Call {
  const call = overSql(db);
  return async (name, args) => {
    await db.query('savepoint before_call');
    try {
      return await call(name, args);
    } catch (error) {
      await db.query('rollback to before_call');
      throw error;
    }
  };
}

/** As many seconds later, for all rolling windows. */
export async function passSeconds({ db }: Moment, seconds: number): Promise<void> {
  await db.query(
    'update private.rate_window set leaked_at = leaked_at - make_interval(secs => $1)',
    [seconds],
  );
}

/** A day or a month later, for all counts of days or months. */
export async function passCalendar({ db }: Moment, window: 'day' | 'month'): Promise<void> {
  await db.query(
    `update private.allowance_count set starts_on = starts_on - ('1 ' || window_kind)::interval
     where window_kind = $1`,
    [window],
  );
}
