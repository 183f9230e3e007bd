// read-body: a request's JSON, checked.
import { z } from 'zod';
import { AuthError } from './auth-error.ts';

/** The body by `schema`; an absent body is `{}`. 400 `bad_json` or `validation_failed`. */
export async function readBody<T extends z.ZodType>(
  request: Request,
  schema: T,
): Promise<z.infer<T>> {
  const parsed = schema.safeParse(parseJson(await request.text()));
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const field = issue?.path.join('.') || 'body';
  throw new AuthError(400, 'validation_failed', `${field}: ${issue?.message}`);
}

function parseJson(text: string): unknown {
  if (text === '') return {};
  try {
    return JSON.parse(text);
  } catch (cause) {
    const message = `Could not parse request body as JSON: ${(cause as Error).message}`;
    throw new AuthError(400, 'bad_json', message, { cause });
  }
}

/** An address in lower case; 400 `validation_failed` when it is none. */
export function validEmail(email: string | undefined): string {
  if (!email) throw new AuthError(400, 'validation_failed', 'An email address is required');
  if (email.length > 255)
    throw new AuthError(400, 'validation_failed', 'An email address is too long');
  if (!z.email().safeParse(email).success) {
    const message = 'Unable to validate email address: invalid format';
    throw new AuthError(400, 'validation_failed', message);
  }
  return email.toLowerCase();
}

/** Metadata as GoTrue takes it: an object, absent and null alike. */
export const metadata = z.record(z.string(), z.unknown()).nullish();
