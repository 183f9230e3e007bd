// from-postgrest-error: what SQL raised, as an AppError.
import { AppError, isErrorCode } from './errors.ts';

export interface PostgrestFailure {
  code?: string | null;
  message: string;
  details?: string | null;
  hint?: string | null;
}

/**
 * Maps an error answer of the Data API. A rule's error (`PTnnn`, its message a key of `errors`)
 * keeps its code, its numbers (`details`, JSON) and its sentence (`hint`). What passes by itself
 * (no answer, a gateway's, no connection, a time-out, a deadlock) is `database_unavailable`;
 * anything else is `internal`, with the original as its cause and none of it in the message.
 */
export function fromPostgrestError(failure: PostgrestFailure, status: number): AppError {
  if (failure.code?.startsWith('PT') && isErrorCode(failure.message)) {
    return new AppError(failure.message, {
      ...(failure.hint ? { message: failure.hint } : {}),
      details: failure.details ? JSON.parse(failure.details) : {},
    });
  }
  return new AppError(isPassing(failure, status) ? 'database_unavailable' : 'internal', {
    cause: failure,
  });
}

/** PostgREST's statuses for what follows: 0 stands for no answer at all. */
const PASSING_STATUSES = [0, 429, 502, 503, 504];

// PGRST000-003: no connection; 08: connection lost; 40: deadlock; 53: resources; 55P03: lock
// time-out; 57: statement time-out, shutting down.
const PASSING_CODES = /^(PGRST00[0-3]|08|40|53|55P03|57)/;

function isPassing({ code }: PostgrestFailure, status: number): boolean {
  return !code || PASSING_STATUSES.includes(status) || PASSING_CODES.test(code);
}
