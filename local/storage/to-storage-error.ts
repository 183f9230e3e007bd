// to-storage-error: anything thrown, as a refusal with the platform's code.
import postgres from 'postgres';
import { StorageError } from './storage-error.ts';

/** What is neither a refusal nor a known SQLSTATE becomes 500, its text for the log only. */
export function toStorageError(cause: unknown): StorageError {
  if (cause instanceof StorageError) return cause;
  if (cause instanceof postgres.PostgresError) return ofSqlState(cause);
  if (cause instanceof Error && 'code' in cause && cause.code === 'CONNECT_TIMEOUT')
    return new StorageError('DatabaseTimeout', { cause });
  return new StorageError('InternalError', { cause });
}

function ofSqlState(cause: postgres.PostgresError): StorageError {
  switch (cause.code) {
    case '42501': {
      const isPolicy = cause.message.includes('row-level security');
      const message = isPolicy ? 'new row violates row-level security policy' : cause.message;
      return new StorageError('AccessDenied', { message, cause });
    }
    case '23505': {
      const isBucket = cause.table_name === 'buckets';
      return new StorageError(isBucket ? 'BucketAlreadyExists' : 'KeyAlreadyExists', { cause });
    }
    case '23503': {
      const message = 'The related resource does not exist';
      return new StorageError('InvalidRequest', { message, statusCode: 404, cause });
    }
    // A NUL, which no text of Postgres may have, also in JSON.
    case '22021':
    case '22P05':
      return new StorageError('InvalidRequest', { cause });
    case '57014':
      return new StorageError('DatabaseTimeout', { cause });
    case '53300':
      return new StorageError('SlowDown', { cause });
    default: {
      const message = `database error, code: ${cause.code}`;
      return new StorageError('DatabaseError', { message, cause });
    }
  }
}
