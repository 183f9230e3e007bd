// work-off-media: what nobody comes back for: assets whose worker was lost, files whose rows are
// gone.
import { type MediaTask, mediaTask } from '../../../shared/contracts/media.ts';
import { AppError } from '../../../shared/errors.ts';
import { callSql } from '../_shared/database.ts';
import { workerEnds } from '../_shared/edge-runtime.ts';
import { logFailure } from '../_shared/log-failure.ts';
import { removeLeftovers } from './remove-leftovers.ts';
import { takeOver } from './take-over.ts';

/** Less than a minute, after which the database calls again. */
const MAX_RUN_MS = 40_000;

/** Never throws: what fails is logged and comes again. */
export async function workOffMedia(): Promise<void> {
  const end = Date.now() + MAX_RUN_MS;
  const hasTime = () => Date.now() < end && !workerEnds.aborted;
  while (hasTime()) if ((await removeLeftovers()) === 0) break;
  try {
    // One after the other: what this worker has taken, no other takes for a minute.
    for (let task = await lost(); task; task = hasTime() ? await lost() : null)
      await takeOver(task);
  } catch (cause) {
    const error = cause instanceof AppError ? cause : new AppError('internal', { cause });
    logFailure(error, { event: 'media_not_resumed' });
  }
}

function lost(): Promise<MediaTask | null> {
  return callSql('resume_lost_media', {}, mediaTask.nullable());
}
