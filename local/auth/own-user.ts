// own-user: GET and PUT /user, the account of the caller.
import { throwRefusal } from './ask-lite.ts';
import type { AuthContext } from './auth-context.ts';
import { AuthError } from './auth-error.ts';
import { readClaims } from './caller.ts';
import { findUserById, isBanned, toUserJson } from './load-user.ts';
import { endSessions } from './update-user.ts';

/**
 * lite checks token, session and change; the answer is the platform's user object. A banned user
 * gets 403 `user_banned`; a new password ends the user's other sessions.
 */
export async function ownUser(context: AuthContext, request: Request): Promise<Response> {
  const { sub, session_id: sessionId } = await readClaims(context, request);
  if (!sub) throw new AuthError(403, 'bad_jwt', 'invalid claim: missing sub claim');
  const before = await findUserById(context.sql, sub);
  if (!before)
    throw new AuthError(403, 'user_not_found', 'User from sub claim in JWT does not exist');
  if (isBanned(before)) throw new AuthError(403, 'user_banned', 'User is banned');
  await throwRefusal(await context.lite(request));
  const user = (await findUserById(context.sql, sub)) ?? before;
  if (before.encrypted_password !== user.encrypted_password)
    await endSessions(context.sql, sub, sessionId);
  return Response.json(toUserJson(user));
}
