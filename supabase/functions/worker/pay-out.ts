// pay-out: one cashout: sent to PayPal under its own id unless that has it, then read as it stands
// there. The worker may die after any of these steps: each again gives what is there.
import { z } from 'zod';
import type { ClaimedCashout } from '../../../shared/contracts/rewards.ts';
import { callSql } from '../_shared/database.ts';
import { createPayout } from '../_shared/paypal/create-payout.ts';
import { PaypalFailure } from '../_shared/paypal/paypal-client.ts';
import { readBatch } from '../_shared/paypal/read-payout.ts';

/** What PayPal says about this payout and not about us: asking again would not help. */
const REFUSALS = ['VALIDATION_ERROR', 'CLOSED_MARKET', 'RECEIVER_ACCOUNT_LOCKED'];

/** Brings it as far as it goes; what PayPal does not answer comes again later. */
export async function payOut(cashout: ClaimedCashout): Promise<void> {
  const batchId = cashout.batch_id ?? (await send(cashout));
  if (!batchId) return;
  try {
    const { report } = await readBatch(batchId);
    const args = { p_id: cashout.id, p_item: report, p_version_at: cashout.claimed_at };
    await callSql('apply_payout', args, z.string());
  } catch (error) {
    const failure = requireFailure(error);
    if (failure.status === 404) await miss(cashout, failure);
    else await postpone(cashout, failure, false);
  }
}

async function send(cashout: ClaimedCashout): Promise<string | undefined> {
  let batchId: string;
  try {
    batchId = await createPayout(cashout);
  } catch (error) {
    const failure = requireFailure(error);
    if (REFUSALS.includes(failure.body.name ?? '')) await refuse(cashout, failure);
    else await postpone(cashout, failure, failure.isUncertain);
    return undefined;
  }
  await callSql('record_payout', { p_id: cashout.id, p_batch_id: batchId }, z.unknown());
  return batchId;
}

function requireFailure(error: unknown): PaypalFailure {
  if (error instanceof PaypalFailure) return error;
  throw error;
}

async function refuse({ id }: ClaimedCashout, { message }: PaypalFailure): Promise<void> {
  await callSql('refuse_payout', { p_id: id, p_error: message }, z.string());
}

async function miss({ id }: ClaimedCashout, { message }: PaypalFailure): Promise<void> {
  await callSql('miss_payout', { p_id: id, p_error: message }, z.unknown());
}

async function postpone(
  { id }: ClaimedCashout,
  { message }: PaypalFailure,
  isUncertain: boolean,
): Promise<void> {
  const args = { p_id: id, p_error: message, p_is_uncertain: isUncertain };
  await callSql('postpone_payout', args, z.unknown());
}
