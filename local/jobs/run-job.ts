// run-job: one run of one pg_cron job, as the job's user on a connection of its own.
import pg from 'pg';

export interface Job {
  jobid: string;
  schedule: string;
  command: string;
  database: string;
  username: string;
}

export interface JobRun {
  /** Its row in cron.job_run_details, once there is one. */
  readonly runid: string | undefined;
  /** Settles when the run is over and recorded, also when it failed. */
  readonly ended: Promise<void>;
  cancel(): Promise<void>;
}

interface RunOptions {
  job: Job;
  /** Of a superuser, who becomes the job's user. */
  dbUrl: string;
  /** Writes cron.job_run_details. */
  records: pg.Pool;
}

/** Starts the run; cron.job_run_details tells how it goes: starting, running, succeeded, failed. */
export function runJob(options: RunOptions): JobRun {
  const progress: Progress = { runid: undefined, pid: undefined };
  const ended = run(options, progress);
  return {
    get runid() {
      return progress.runid;
    },
    ended,
    async cancel() {
      const { pid } = progress;
      if (pid) await options.records.query('select pg_cancel_backend($1)', [pid]);
      await ended;
    },
  };
}

interface Progress {
  runid: string | undefined;
  pid: number | undefined;
}

async function run({ job, dbUrl, records }: RunOptions, progress: Progress): Promise<void> {
  const { rows } = await records.query(
    `insert into cron.job_run_details (jobid, database, username, command, status)
     values ($1, $2, $3, $4, 'starting') returning runid`,
    [job.jobid, job.database, job.username, job.command],
  );
  const runid: string = rows[0].runid;
  progress.runid = runid;
  const url = new URL(dbUrl);
  url.pathname = encodeURIComponent(job.database);
  const client = new pg.Client({ connectionString: url.href, application_name: 'pg_cron' });
  // A lost connection also fails the query that waits on it, which is recorded below.
  client.on('error', () => undefined);
  try {
    await client.connect();
    const pid = await become(client, job.username);
    progress.pid = pid;
    await records.query(
      `update cron.job_run_details
       set status = 'running', job_pid = $2, start_time = clock_timestamp() where runid = $1`,
      [runid, pid],
    );
    await record(records, runid, 'succeeded', describe(await client.query(job.command)));
  } catch (error) {
    await record(records, runid, 'failed', `ERROR:  ${(error as Error).message}`);
  } finally {
    await client.end();
  }
}

/**
 * Makes the superuser's session one of `username`, with that role's settings, as if it had logged
 * in: a job's role may be unable to, or have a password that nobody knows here.
 */
async function become(client: pg.Client, username: string): Promise<number> {
  const { rows } = await client.query(`select set_config('search_path', '"$user", public', false),
    pg_backend_pid() as pid`);
  await client.query(
    `select set_config(name, value, false)
     from pg_db_role_setting, unnest(setconfig) as setting,
       split_part(setting, '=', 1) as name,
       substr(setting, length(name) + 2) as value
     where setrole in (0, to_regrole(quote_ident($1)))
       and setdatabase in (0, (select oid from pg_database where datname = current_database()))
       and (name like '%.%' or name in (
         select name from pg_settings where context in ('user', 'superuser')
       ))
     order by setrole, setdatabase`,
    [username],
  );
  await client.query(`set session authorization ${client.escapeIdentifier(username)}`);
  return rows[0].pid;
}

function record(records: pg.Pool, runid: string, status: string, message: string) {
  return records.query(
    `update cron.job_run_details
     set status = $2, return_message = $3, end_time = clock_timestamp() where runid = $1`,
    [runid, status, message],
  );
}

/** pg_cron's words: `1 row`, `DELETE 3`, or the command. A list of commands tells of its last. */
function describe(outcome: pg.QueryResult | pg.QueryResult[]): string {
  const last = Array.isArray(outcome) ? outcome.at(-1) : outcome;
  const count = last?.rowCount ?? 0;
  if (last?.fields.length) return count === 1 ? '1 row' : `${count} rows`;
  if (last?.command === 'INSERT') return `INSERT 0 ${count}`;
  return last?.rowCount === null ? last.command : `${last?.command} ${count}`;
}
