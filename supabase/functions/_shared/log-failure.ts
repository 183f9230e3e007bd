// log-failure: one JSON line for the operator about what the caller is told only by its code.
import type { AppError } from '../../../shared/errors.ts';

/**
 * Logs failures of ours (5xx) with their cause; what a caller did wrong is the caller's news. What
 * a provider refuses may be either: some say so when our account there is empty.
 */
export function logFailure(error: AppError, context: Record<string, unknown>): void {
  if (error.status < 500 && error.code !== 'refused_by_provider') return;
  console.error(
    JSON.stringify({ level: 'error', code: error.code, ...context, cause: describe(error.cause) }),
  );
}

function describe(cause: unknown): unknown {
  if (cause instanceof Error)
    return { name: cause.name, message: cause.message, stack: cause.stack };
  // Of the Data API's errors: the details may quote a row.
  if (cause && typeof cause === 'object' && 'message' in cause) {
    return { code: 'code' in cause ? cause.code : undefined, message: cause.message };
  }
  return cause;
}
