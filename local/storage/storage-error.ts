// storage-error: what Storage refuses, with the platform's codes and its shape of JSON.

interface Kind {
  /** What the body says; the HTTP status is 400 for nearly all. */
  statusCode: number;
  /** Where the platform names none, the body repeats the code. */
  error?: string;
  message: string;
}

const kinds = {
  AccessDenied: { statusCode: 403, error: 'Unauthorized', message: 'Access denied' },
  Aborted: { statusCode: 500, message: 'The request was aborted' },
  BucketAlreadyExists: {
    statusCode: 409,
    error: 'Duplicate',
    message: 'The resource already exists',
  },
  DatabaseError: { statusCode: 500, message: 'database error' },
  DatabaseTimeout: { statusCode: 544, message: 'The connection to the database timed out' },
  EntityTooLarge: {
    statusCode: 413,
    error: 'Payload too large',
    message: 'The object exceeded the maximum allowed size',
  },
  ExpiredToken: { statusCode: 400, message: 'The provided token has expired.' },
  InternalError: { statusCode: 500, message: 'Internal server error' },
  InvalidBucketName: { statusCode: 400, error: 'Invalid Input', message: 'Bucket name invalid' },
  InvalidJWT: { statusCode: 400, message: 'Invalid JWT' },
  InvalidKey: { statusCode: 400, message: 'Invalid key' },
  InvalidMimeType: {
    statusCode: 415,
    error: 'invalid_mime_type',
    message: 'Invalid Content-Type header',
  },
  InvalidRange: { statusCode: 416, message: 'The requested range is not satisfiable' },
  InvalidRequest: { statusCode: 400, message: 'Invalid request' },
  InvalidSignature: { statusCode: 400, message: 'Invalid signature' },
  KeyAlreadyExists: { statusCode: 409, error: 'Duplicate', message: 'The resource already exists' },
  NoSuchBucket: { statusCode: 404, error: 'Bucket not found', message: 'Bucket not found' },
  NoSuchKey: { statusCode: 404, error: 'not_found', message: 'Object not found' },
  ResourceNotEmpty: {
    statusCode: 409,
    message: 'The bucket you tried to delete is not empty',
  },
  SlowDown: {
    statusCode: 429,
    error: 'too_many_connections',
    message: 'Too many connections issued to the database',
  },
} satisfies Record<string, Kind>;

export type StorageErrorCode = keyof typeof kinds;

/** A refusal by one of the platform's codes; `message` and `statusCode` replace the code's own. */
export class StorageError extends Error {
  readonly code: StorageErrorCode;
  readonly statusCode: number;

  constructor(
    code: StorageErrorCode,
    options: { message?: string; statusCode?: number; cause?: unknown } = {},
  ) {
    super(options.message ?? kinds[code].message, { cause: options.cause });
    this.code = code;
    this.statusCode = options.statusCode ?? kinds[code].statusCode;
  }

  /** Whether somebody should look for its cause: it is none of the caller's. */
  get isFault(): boolean {
    return this.statusCode === 500 && this.code !== 'Aborted';
  }

  /** The JSON that callers get. */
  get body() {
    const { error = this.code }: Kind = kinds[this.code];
    const { statusCode, message, code } = this;
    return { statusCode: String(statusCode), error, message, code };
  }
}

const ownStatuses = [429, 500, 544];

/** The platform's answer: 400 whatever the body says, but for 429, 500 and 544. */
export function renderStorageError(error: StorageError): Response {
  const status = ownStatuses.includes(error.statusCode) ? error.statusCode : 400;
  return Response.json(error.body, { status });
}

/** What a request's JSON, query or headers lack; the platform gives these no code. */
export class MalformedRequest extends Error {}

export function renderMalformed({ message }: MalformedRequest): Response {
  return Response.json({ statusCode: '400', error: 'Error', message }, { status: 400 });
}
