// until-database-answers: a call that must arrive, tried again while the database is away.
import { AppError } from '../../../shared/errors.ts';

/** Waits between tries while the database is away: together longer than a restart takes. */
const RETRY_DELAYS_MS = [100, 400, 1_500, 5_000, 10_000];

/** Calls until the database answers, or for 17 s; only for what is safe to be done twice. */
export async function untilDatabaseAnswers<Answer>(call: () => Promise<Answer>): Promise<Answer> {
  for (const delay of RETRY_DELAYS_MS) {
    try {
      return await call();
    } catch (error) {
      if (!(error instanceof AppError) || error.code !== 'database_unavailable') throw error;
    }
    await new Promise((resolve) => setTimeout(resolve, delay));
  }
  return call();
}
