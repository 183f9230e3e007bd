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
 * keeps its code, its numbers (`details`, JSON) and its sentence (`hint`). An answer without a
 * code, or one that says the database cannot be reached, is `database_unavailable`; anything else
 * is `internal`, with the original as its cause and none of it in the message.
 */
export function fromPostgrestError(failure: PostgrestFailure): AppError {
  if (failure.code?.startsWith('PT') && isErrorCode(failure.message)) {
    return new AppError(failure.message, {
      ...(failure.hint ? { message: failure.hint } : {}),
      details: failure.details ? JSON.parse(failure.details) : {},
    });
  }
  // PGRST000-003: no connection; 57P0x: shutting down; 08xxx: connection lost; 40xxx: try again.
  const isUnavailable = !failure.code || /^(PGRST00[0-3]|57P0|08|40)/.test(failure.code);
  return new AppError(isUnavailable ? 'database_unavailable' : 'internal', { cause: failure });
}
