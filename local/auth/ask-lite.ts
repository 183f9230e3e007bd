// ask-lite: requests of ours to lite, its refusals as our errors.
import type { AuthContext } from './auth-context.ts';
import { AuthError } from './auth-error.ts';
import type { SessionJson } from './complete-session.ts';

/** POSTs `body` to lite's `path` (below /auth/v1), which answers with a session. */
export async function askLiteForSession(
  { lite, apiUrl }: AuthContext,
  path: string,
  body: unknown,
): Promise<SessionJson> {
  const response = await lite(
    new Request(`${apiUrl}/auth/v1${path}`, { method: 'POST', body: JSON.stringify(body) }),
  );
  await throwRefusal(response);
  return (await response.json()) as SessionJson;
}

/** Throws lite's refusal, if `response` is one, as an `AuthError`. */
export async function throwRefusal(response: Response): Promise<void> {
  if (response.status < 400) return;
  const answer = (await response.json().catch(() => ({}))) as Record<string, unknown>;
  const { code, error_code: errorCode, msg, ...details } = answer;
  if (typeof code === 'number' && typeof errorCode === 'string')
    throw new AuthError(response.status, errorCode, String(msg), { details });
  if (response.status < 500)
    throw new AuthError(response.status, 'validation_failed', response.statusText);
  throw new Error(`lite answered ${response.status}: ${JSON.stringify(answer)}`);
}
