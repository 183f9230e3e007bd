// idempotency-key: the header by which a request that is sent again is charged once.
import { AppError } from '../../../shared/errors.ts';

const NAME = 'idempotency-key';

/** The caller's key, or a new one; throws `invalid_request` for one that cannot be kept. */
export function idempotencyKeyOf(headers: Headers): string {
  const key = headers.get(NAME);
  if (key === null) return crypto.randomUUID();
  if (/^[\x21-\x7e]{1,64}$/.test(key)) return key;
  const message = 'must have 1 to 64 letters, digits or signs of ASCII';
  throw new AppError('invalid_request', { details: { issues: [{ path: NAME, message }] } });
}
