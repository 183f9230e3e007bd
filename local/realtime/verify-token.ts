// verify-token: the claims of a project's JWT, or why it is refused (supabase-platform.md §4.2).
import { errors, jwtVerify } from 'jose';
import { z } from 'zod';
import { Refusal } from './refusal.ts';

const claims = z.looseObject({ role: z.string().min(1), exp: z.number() });

/** Whom the database and its policies see; `exp` in seconds. */
export type Claims = z.infer<typeof claims>;

/** Verifies an HS256 token; throws `Refusal`. */
export async function verifyToken(token: string, secret: Uint8Array): Promise<Claims> {
  const { payload } = await jwtVerify(token, secret, { algorithms: ['HS256'] }).catch(refuse);
  const parsed = claims.safeParse(payload);
  if (parsed.success) return parsed.data;
  throw new Refusal('InvalidJWTToken', 'Fields `role` and `exp` are required in JWT');
}

function refuse(error: unknown): never {
  if (error instanceof errors.JWTExpired) {
    const exp = Number(error.payload.exp);
    const seconds = Math.floor(Date.now() / 1000 - exp);
    throw new Refusal('InvalidJWTToken', `Token has expired ${seconds} seconds ago`);
  }
  if (error instanceof errors.JWTClaimValidationFailed)
    throw new Refusal('InvalidJWTToken', error.message);
  if (
    error instanceof errors.JWSSignatureVerificationFailed ||
    error instanceof errors.JOSEAlgNotAllowed
  )
    throw new Refusal('JwtSignatureError', 'Failed to validate JWT signature');
  throw new Refusal('MalformedJWT', 'The token provided is not a valid JWT');
}
