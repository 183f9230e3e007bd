// remove-leftovers: removes files whose rows are gone. What fails is handed out again in a minute.
import { z } from 'zod';
import { leftovers } from '../../../shared/contracts/media.ts';
import { AppError } from '../../../shared/errors.ts';
import { callSql } from '../_shared/database.ts';
import { logFailure } from '../_shared/log-failure.ts';
import { filesOf, taken } from '../_shared/storage.ts';

/** What Storage removes at once. */
const BATCH = 1000;

/**
 * Removes up to a hundred folders; returns how many. Never throws: a failure is logged, the files
 * wait.
 */
export async function removeLeftovers(): Promise<number> {
  try {
    const found = await callSql('take_leftovers', {}, leftovers);
    for (const [bucket, group] of Map.groupBy(found, (each) => each.bucket)) {
      const paths = group.flatMap((each) => each.paths);
      for (let at = 0; at < paths.length; at += BATCH)
        taken(await filesOf(bucket).remove(paths.slice(at, at + BATCH)));
      const ids = group.map(({ id }) => id);
      await callSql('forget_leftovers', { p_ids: ids }, z.null());
    }
    return found.length;
  } catch (cause) {
    const error = cause instanceof AppError ? cause : new AppError('internal', { cause });
    logFailure(error, { event: 'leftovers_not_removed' });
    return 0;
  }
}
