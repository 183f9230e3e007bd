// job-runner: one job of pg_cron, run whenever its schedule says.
import type pg from 'pg';
import { type Job, type JobRun, runJob } from './run-job.ts';
import { startTimer, type Timer } from './start-timer.ts';

export interface RunnerOptions {
  /** Of a superuser, who becomes the jobs' users. */
  dbUrl: string;
  /** Writes cron.job_run_details. */
  records: pg.Pool;
  /** All runs that are not over. */
  runs: Set<JobRun>;
  onLine?: ((line: string) => void) | undefined;
}

/**
 * Runs a job from its creation until `unschedule`, never twice at the same time: a run that is due
 * meanwhile follows at once, one of an `N seconds` job is left out.
 */
export class JobRunner {
  readonly #options: RunnerOptions;
  #job: Job;
  #timer: Timer | undefined;
  #isRunning = false;
  #waiting = 0;

  constructor(job: Job, options: RunnerOptions) {
    this.#options = options;
    this.#job = job;
    this.#schedule();
  }

  /** From now on runs `job`, a newer version of the same one. */
  update(job: Job): void {
    const isRescheduled = job.schedule !== this.#job.schedule;
    this.#job = job;
    if (!isRescheduled) return;
    this.unschedule();
    this.#schedule();
  }

  /** No run starts from now on; one in progress goes on. */
  unschedule(): void {
    this.#timer?.stop();
    this.#waiting = 0;
  }

  #schedule(): void {
    try {
      this.#timer = startTimer(this.#job.schedule, (isInterval) => {
        if (!this.#isRunning) void this.#run();
        else if (!isInterval) this.#waiting += 1;
      });
    } catch (error) {
      this.#report(`cannot run: ${(error as Error).message}`);
    }
  }

  async #run(): Promise<void> {
    const { runs, dbUrl, records } = this.#options;
    this.#isRunning = true;
    const run = runJob({ job: this.#job, dbUrl, records });
    runs.add(run);
    await run.ended.catch((error: Error) => this.#report(error.message));
    runs.delete(run);
    this.#isRunning = false;
    if (this.#waiting === 0) return;
    this.#waiting -= 1;
    void this.#run();
  }

  #report(problem: string): void {
    this.#options.onLine?.(`pg_cron: job ${this.#job.jobid}: ${problem}`);
  }
}
