// pg_cron's stand-in: its SQL surface, and the scheduler that runs the jobs.
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { startDatabase } from '../../local/database/start-database.ts';
import { startJobs } from '../../local/jobs/start-jobs.ts';
import { startTimer } from '../../local/jobs/start-timer.ts';
import { waitUntil } from '../../local/wait-until.ts';
import { startTestDatabase } from './database-fixture.ts';

const database = await startTestDatabase();
const run = (statement: string) => database.as('postgres', statement);
const one = async (statement: string) => Object.values((await run(statement))[0] ?? {})[0];

/** The finished run of a job, awaited. */
const ranJob = (name: string) =>
  waitUntil(`a run of ${name}`, async () => {
    const [row] = await run(
      `select details.* from cron.job_run_details details join cron.job using (jobid)
       where jobname = '${name}' and end_time is not null order by runid limit 1`,
    );
    return row;
  });

let jobs = await startJobs({ dbUrl: database.url('supabase_admin') });
afterAll(() => jobs.stop());
beforeAll(async () => {
  await run('create extension if not exists pg_cron with schema pg_catalog');
  await run('create extension if not exists pg_cron');
});

describe('cron.schedule', () => {
  test('keeps one job for a name, and gives it the caller as its user', async () => {
    const first = await one(`select cron.schedule('nightly', '0 3 * * *', 'select 1')`);
    const second = await one(`select cron.schedule('nightly', '0 4 * * *', 'select 2')`);
    expect(second).toBe(first);
    expect(
      await run(`select schedule, command, nodename, database, username, active
      from cron.job where jobname = 'nightly'`),
    ).toEqual([
      {
        schedule: '0 4 * * *',
        command: 'select 2',
        nodename: 'localhost',
        database: 'postgres',
        username: 'postgres',
        active: true,
      },
    ]);
  });

  test('makes a nameless job each time', async () => {
    const first = await one(`select cron.schedule('0 1 1 1 *', 'select 1')`);
    expect(await one(`select cron.schedule('0 1 1 1 *', 'select 1')`)).not.toBe(first);
  });

  test.each([
    '0 0 $ * *',
    '30 seconds',
    '*/5 8-18/2 1,15 jan-mar mon-fri',
    '0 0 * * 7',
    '1 second',
  ])('takes %s', async (schedule) => {
    await run(`select cron.schedule('any', '${schedule}', 'select 1')`);
    startTimer(schedule, () => undefined).stop();
  });

  test.each([
    '* * * *',
    '60 seconds',
    '0 seconds',
    '61 * * * *',
    'every day',
    '* * * * * *',
    '* * $,1 * *',
  ])('refuses %s', async (schedule) => {
    await expect(
      run(`select cron.schedule('any', '${schedule}', 'select 1')`),
    ).rejects.toMatchObject({
      code: '22023',
      message: `invalid schedule: ${schedule}`,
      hint: `Use cron format (e.g. 5 4 * * *), or interval format '[1-59] seconds'`,
    });
  });

  test('runs nobody else’s commands', async () => {
    await expect(
      run(
        `select cron.schedule_in_database(
          'x', '* * * * *', 'select 1', 'postgres', 'supabase_admin'
        )`,
      ),
    ).rejects.toThrow('must be superuser to create a job for another role');
    await expect(
      run(`insert into cron._own_job (schedule, command, username)
        values ('* * * * *', 'select 1', 'supabase_admin')`),
    ).rejects.toMatchObject({ code: '44000' });
  });

  test('is out of reach for API roles', async () => {
    await expect(
      database.asApi('service_role', `select cron.schedule('* * * * *', 'select 1')`),
    ).rejects.toThrow('permission denied for schema cron');
  });
});

test('a job is altered and removed by its id or its name', async () => {
  const id = await one(`select cron.schedule('changing', '0 3 * * *', 'select 1')`);
  await run(`select cron.alter_job(${id}, command => 'select 3', active => false)`);
  expect(await run(`select schedule, command, active from cron.job where jobid = ${id}`)).toEqual([
    { schedule: '0 3 * * *', command: 'select 3', active: false },
  ]);
  expect(await one(`select cron.unschedule('changing')`)).toBe(true);
  await expect(run(`select cron.unschedule('changing')`)).rejects.toThrow(
    `could not find valid entry for job 'changing'`,
  );
  await expect(run(`select cron.unschedule(${id})`)).rejects.toThrow(
    `could not find valid entry for job ${id}`,
  );
  await expect(run(`select cron.alter_job(${id})`)).rejects.toThrow('does not exist');
});

describe('the scheduler', () => {
  test.concurrent('runs a job of one second as its user, with that role’s settings', async () => {
    await run(`select cron.schedule('who', '1 second',
      $$select current_user, session_user, current_setting('search_path')$$)`);
    const details = await ranJob('who');
    expect(details).toMatchObject({
      status: 'succeeded',
      return_message: '1 row',
      database: 'postgres',
      username: 'postgres',
    });
    expect(details.job_pid).toBeGreaterThan(0);
    expect(details.end_time - details.start_time).toBeGreaterThanOrEqual(0);
    await run(`create table public.seen (who name, path text)`);
    await run(`select cron.schedule('who', '1 second',
      $$insert into public.seen select session_user, current_setting('search_path')$$)`);
    await waitUntil('a row', async () => (await run('table public.seen')).length > 0);
    expect(await run('table public.seen limit 1')).toEqual([
      { who: 'postgres', path: '"$user", public, extensions' },
    ]);
    await run(`select cron.unschedule('who')`);
  });

  test.concurrent('records why a job failed', async () => {
    await run(`select cron.schedule('failing', '1 second', 'select 1 / 0')`);
    expect(await ranJob('failing')).toMatchObject({
      status: 'failed',
      return_message: 'ERROR:  division by zero',
    });
    await run(`select cron.unschedule('failing')`);
  });

  test.concurrent('runs what cannot run in a transaction', async () => {
    await run('create table public.swept (id integer)');
    await run(`select cron.schedule('cleaning', '1 second', 'vacuum public.swept')`);
    expect(await ranJob('cleaning')).toMatchObject({
      status: 'succeeded',
      return_message: 'VACUUM',
    });
    await run(`select cron.unschedule('cleaning')`);
  });

  test.concurrent('never runs a job twice at the same time', async () => {
    await run('create table public.slow (id integer generated always as identity, at timestamptz)');
    await run(`select cron.schedule('slow', '1 second', $$
      insert into public.slow (at) values (clock_timestamp());
      select pg_sleep(1.5)$$)`);
    const rows = await waitUntil('two runs', async () => {
      const found = await run(
        `select start_time, end_time from cron.job_run_details join cron.job using (jobid)
         where jobname = 'slow' and end_time is not null order by runid`,
      );
      return found.length >= 2 && found;
    });
    expect(rows[1]?.start_time.getTime()).toBeGreaterThanOrEqual(rows[0]?.end_time.getTime());
    await run(`select cron.unschedule('slow')`);
  });

  test.concurrent('leaves an inactive job alone', async () => {
    await run('create table public.paused (at timestamptz)');
    const id = await one(
      `select cron.schedule('paused', '1 second', 'insert into public.paused values (now())')`,
    );
    await run(`select cron.alter_job(${id}, active => false)`);
    await run('truncate public.paused');
    await run(`select cron.schedule('tick', '2 seconds', 'select 1')`);
    await ranJob('tick');
    expect(await run('table public.paused')).toEqual([]);
    await run(`select cron.unschedule('tick')`);
  });

  test('cancels what runs when it is stopped', async () => {
    await run(`select cron.schedule('endless', '1 second', 'select pg_sleep(600)')`);
    const running = () =>
      run(`select status, return_message from cron.job_run_details join cron.job using (jobid)
        where jobname = 'endless' order by runid desc limit 1`);
    await waitUntil('the run', async () => (await running())[0]?.status === 'running');
    await jobs.stop();
    expect(await running()).toEqual([
      { status: 'failed', return_message: 'ERROR:  canceling statement due to user request' },
    ]);
    await run(`select cron.unschedule('endless')`);
    jobs = await startJobs({ dbUrl: database.url('supabase_admin') });
  });

  test('goes on after a restart of the database, and tells of runs that were cut off', async () => {
    await run('create table public.alive (at timestamptz)');
    await run(
      `select cron.schedule('alive', '1 second', 'insert into public.alive values (now())')`,
    );
    await run(`select cron.schedule('long', '1 second', 'select pg_sleep(600)')`);
    await waitUntil('the long run', async () => {
      const [row] = await run(`select from cron.job_run_details join cron.job using (jobid)
        where jobname = 'long' and status = 'running'`);
      return row;
    });
    await database.stop();
    const again = await startDatabase({ ...database, durable: false });
    onTestFinished(() => again.stop());
    await run('truncate public.alive');
    await waitUntil(
      'a run after the restart',
      async () => (await run('table public.alive')).length,
    );
    const cutOff = await waitUntil('the run that was cut off', async () => {
      const rows = await run(
        `select distinct status from cron.job_run_details join cron.job using (jobid)
         where jobname = 'long' and status not in ('starting', 'running')`,
      );
      return rows.length > 0 && rows;
    });
    expect(cutOff).toEqual([{ status: 'failed' }]);
  });
});
