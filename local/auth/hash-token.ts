// hash-token: what the database and a link hold instead of the digits in an e-mail.
import { createHash } from 'node:crypto';

/** lite's hash of one-time tokens: SHA-256 of address and digits, hex. */
export function hashToken(email: string, token: string): string {
  return createHash('sha256')
    .update(email.toLowerCase() + token)
    .digest('hex');
}
