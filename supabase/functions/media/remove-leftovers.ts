// remove-leftovers: removes files whose rows are gone. What fails is handed out again in a minute.
import { z } from 'zod';
import { leftovers } from '../../../shared/contracts/media.ts';
import { AppError } from '../../../shared/errors.ts';
import { callSql } from '../_shared/database.ts';
import { logFailure } from '../_shared/log-failure.ts';
import { filesOf, taken } from '../_shared/storage.ts';

/** Removes up to a hundred folders. Never throws: a failure is logged, the files wait. */
export async function removeLeftovers(): Promise<void> {
  try {
    const found = await callSql('take_leftovers', {}, leftovers);
    for (const [bucket, group] of Map.groupBy(found, (each) => each.bucket)) {
      const paths = group.flatMap((each) => each.paths);
      if (paths.length > 0) taken(await filesOf(bucket).remove(paths));
      const ids = group.map(({ id }) => id);
      await callSql('forget_leftovers', { p_ids: ids }, z.null());
    }
  } catch (cause) {
    const error = cause instanceof AppError ? cause : new AppError('internal', { cause });
    logFailure(error, { event: 'leftovers_not_removed' });
  }
}
