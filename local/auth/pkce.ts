// pkce: links for callers who keep a code verifier, as server-side frameworks do: the link leads
// back with a code, which only the caller's verifier turns into a session.
import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { Sql } from './auth-context.ts';
import { AuthError } from './auth-error.ts';

/** The fields of a request body that ask for PKCE. */
export const challengeFields = {
  code_challenge: z.string().nullish(),
  code_challenge_method: z.string().nullish(),
};

export interface Challenge {
  code_challenge: string;
  code_challenge_method: string;
}

/** The challenge of a body, or undefined; 400 for half of one. */
export function readChallenge({
  code_challenge: challenge,
  code_challenge_method: method,
}: z.infer<z.ZodObject<typeof challengeFields>>): Challenge | undefined {
  if (!challenge && !method) return undefined;
  if (challenge && (method === 's256' || method === 'plain'))
    return { code_challenge: challenge, code_challenge_method: method };
  const message = 'PKCE flow requires code_challenge_method and code_challenge';
  throw new AuthError(400, 'validation_failed', message);
}

const prefix = 'pkce_';

/** Marks a token whose link leads back with a code. */
export function markPkce(tokenHash: string): string {
  return prefix + tokenHash;
}

export function isPkce(tokenHash: string): boolean {
  return tokenHash.startsWith(prefix);
}

/** Remembers the challenge until the user follows the link; an earlier one is forgotten. */
export async function storeChallenge(
  sql: Sql,
  userId: string,
  challenge: Challenge,
): Promise<void> {
  await sql`delete from auth.flow_state where user_id = ${userId} and provider_type = 'email'`;
  const flow = {
    id: randomUUID(),
    user_id: userId,
    auth_code: randomUUID(),
    provider_type: 'email',
    authentication_method: 'otp',
    ...challenge,
  };
  await sql`insert into auth.flow_state ${sql(flow)}`;
}

/** The code for the link that the user followed; from now on it is good for five minutes. */
export async function issueCode(sql: Sql, userId: string): Promise<string> {
  const [flow] = await sql<{ auth_code: string }[]>`
    update auth.flow_state
    set created_at = now(), updated_at = now(), auth_code_issued_at = now()
    where user_id = ${userId} and provider_type = 'email'
    returning auth_code
  `;
  if (flow) return flow.auth_code;
  const message = 'invalid flow state, no valid flow state found';
  throw new AuthError(404, 'flow_state_not_found', message);
}
