// refuse-delivery: counts a delivery that is not taken, and says why.
import { z } from 'zod';
import type { EventProvider } from '../../../shared/contracts/payments.ts';
import { AppError } from '../../../shared/errors.ts';
import { callSql } from '../_shared/database.ts';

/** The same list as payment_refusal_reason_check. */
export type Refusal =
  | 'unsigned'
  | 'bad_signature'
  | 'too_old'
  | 'too_large'
  | 'foreign_mode'
  | 'malformed';

/** The error to throw, once the refusal is counted. */
export async function refuseDelivery(
  provider: EventProvider,
  reason: Refusal,
  cause?: unknown,
): Promise<AppError> {
  const args = { p_provider: provider, p_reason: reason };
  await callSql('count_payment_refusal', args, z.unknown());
  const code = reason === 'too_large' ? 'payload_too_large' : 'webhook_refused';
  return new AppError(code, { details: { reason }, cause });
}
