// drain-cashouts: works off the queue of cashouts until nothing is due.
import { type ClaimedCashout, claimedCashouts } from '../../../shared/contracts/rewards.ts';
import { AppError } from '../../../shared/errors.ts';
import { callSql } from '../_shared/database.ts';
import { workerEnds } from '../_shared/edge-runtime.ts';
import { logFailure } from '../_shared/log-failure.ts';
import { hasPaypal } from '../_shared/paypal/paypal-client.ts';
import { payOut } from './pay-out.ts';

const BATCH = 10;
/** Less than a claim lasts: what is claimed at the end is still ours while PayPal is asked. */
const MAX_RUN_MS = 30_000;

let draining: Promise<void> | undefined;

/** One run at a time in this worker; the database calls again for what comes meanwhile. */
export function drainCashouts(): Promise<void> {
  if (!hasPaypal()) return Promise.resolve();
  draining ??= drain()
    .catch((cause: unknown) => {
      // What is claimed comes again in a minute, and asking PayPal again changes nothing there.
      logFailure(cause instanceof AppError ? cause : new AppError('internal', { cause }), {});
    })
    .finally(() => {
      draining = undefined;
    });
  return draining;
}

async function drain(): Promise<void> {
  const end = Date.now() + MAX_RUN_MS;
  let claimed: ClaimedCashout[];
  do {
    claimed = await callSql('claim_cashouts', { p_count: BATCH }, claimedCashouts);
    await Promise.all(claimed.map(payOut));
  } while (claimed.length > 0 && Date.now() < end && !workerEnds.aborted);
}
