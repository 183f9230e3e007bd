// auth-error: what Auth refuses, with GoTrue's error codes and its two shapes of JSON.

/** A refusal with GoTrue's HTTP status and `error_code`; `details` are extra top-level fields. */
export class AuthError extends Error {
  readonly status: number;
  readonly code: string;
  readonly details: Record<string, unknown>;

  constructor(
    status: number,
    code: string,
    message: string,
    { details = {}, cause }: { details?: Record<string, unknown>; cause?: unknown } = {},
  ) {
    super(message, { cause });
    this.status = status;
    this.code = code;
    this.details = details;
  }
}

/** Anything thrown, as an `AuthError`: what is not one becomes 500 `unexpected_failure`. */
export function toAuthError(cause: unknown): AuthError {
  if (cause instanceof AuthError) return cause;
  const message = 'Unexpected failure, please check server logs for more information';
  return new AuthError(500, 'unexpected_failure', message, { cause });
}

const versionHeader = 'X-Supabase-Api-Version';
const codesAsTextSince = '2024-01-01';

/**
 * GoTrue's answer: `{code, message}` for callers that send X-Supabase-Api-Version 2024-01-01 or
 * later, `{code: <status>, error_code, msg}` for the rest; the code also as x-sb-error-code.
 */
export function renderAuthError(error: AuthError, request: Request): Response {
  const { status, code, message, details } = error;
  const version = request.headers.get(versionHeader) ?? '';
  const headers = new Headers({ 'x-sb-error-code': code });
  if (version < codesAsTextSince)
    return Response.json(
      { code: status, error_code: code, msg: message, ...details },
      { status, headers },
    );
  headers.set(versionHeader, codesAsTextSince);
  return Response.json({ code, message, ...details }, { status, headers });
}
