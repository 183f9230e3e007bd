// keep-schedule: pg_cron's scheduler. It runs the jobs of cron.job, each when it is due.
import pg from 'pg';
import { JobRunner } from './job-runner.ts';
import { keepWorking } from './keep-working.ts';
import type { Job, JobRun } from './run-job.ts';

export interface ScheduleOptions {
  /** As supabase_admin. */
  dbUrl: string;
  onLine?: ((line: string) => void) | undefined;
}

/** Starts the scheduler. New, changed and removed jobs count from their commit. */
export async function keepSchedule({ dbUrl, onLine }: ScheduleOptions) {
  const records = new pg.Pool({ connectionString: dbUrl, max: 4 });
  // An idle connection that the server closed: the next query takes another one.
  records.on('error', () => undefined);
  const runs = new Set<JobRun>();
  const runners = new Map<string, JobRunner>();
  const follow = (jobs: Job[]) => {
    const removed = new Map(runners);
    for (const job of jobs) {
      removed.delete(job.jobid);
      const runner = runners.get(job.jobid);
      if (runner) runner.update(job);
      else runners.set(job.jobid, new JobRunner(job, { dbUrl, records, runs, onLine }));
    }
    for (const [jobid, runner] of removed) {
      runner.unschedule();
      runners.delete(jobid);
    }
  };
  const worker = await keepWorking({
    dbUrl,
    name: 'pg_cron scheduler',
    channel: 'cron_job',
    onConnect: (client) => markInterrupted(client, runs),
    onLine,
    work: async (client) => follow(await readJobs(client)),
  });
  return {
    async stop() {
      await worker.stop();
      follow([]);
      await Promise.allSettled([...runs].map((run) => run.cancel()));
      await records.end();
    },
  };
}

async function hasCron(client: pg.Client): Promise<boolean> {
  const { rows } = await client.query(`select to_regclass('cron.job') is not null as has_cron`);
  return rows[0].has_cron;
}

async function readJobs(client: pg.Client): Promise<Job[]> {
  if (!(await hasCron(client))) return [];
  const { rows } = await client.query<Job>(
    'select jobid, schedule, command, database, username from cron.job where active',
  );
  return rows;
}

/** Runs that a restart of the database or of this process cut off; those of now go on. */
async function markInterrupted(client: pg.Client, runs: Set<JobRun>): Promise<void> {
  if (!(await hasCron(client))) return;
  const going = [...runs].flatMap(({ runid }) => runid ?? []);
  await client.query(
    `update cron.job_run_details set status = 'failed', return_message = 'server restarted'
     where status in ('starting', 'running') and runid <> all ($1::bigint[])`,
    [going],
  );
}
