// start-jobs: what pg_cron and pg_net do in the background of a hosted database.
import { keepSchedule } from './keep-schedule.ts';
import { keepSending } from './keep-sending.ts';

export interface JobsOptions {
  /** As supabase_admin. */
  dbUrl: string;
  onLine?: (line: string) => void;
}

/**
 * Starts both, whether or not their extensions exist yet, and returns when they are connected.
 * They outlive restarts of the database. `stop` cancels what is running.
 */
export async function startJobs(options: JobsOptions): Promise<{ stop(): Promise<void> }> {
  const [schedule, sending] = await Promise.all([keepSchedule(options), keepSending(options)]);
  return {
    async stop() {
      await Promise.all([schedule.stop(), sending.stop()]);
    },
  };
}
