// drain-sweeps: asks providers what has happened, window by window, until the present is reached.
import { z } from 'zod';
import { paymentProvider } from '../../../shared/contracts/payments.ts';
import { AppError } from '../../../shared/errors.ts';
import { callSql } from '../_shared/database.ts';
import { workerEnds } from '../_shared/edge-runtime.ts';
import { logFailure } from '../_shared/log-failure.ts';
import { hasStripe } from '../_shared/payments/stripe-client.ts';
import { sweepStripe } from './sweep-stripe.ts';

const moment = z.iso.datetime({ offset: true });
const sweeps = z.array(
  z.object({
    message_id: z.int(),
    provider: paymentProvider.extract(['stripe']),
    from_at: moment,
    to_at: moment,
  }),
);
export type Sweep = z.infer<typeof sweeps>[number];

let draining: Promise<void> | undefined;

/** One run at a time in this worker. */
export function drainSweeps(): Promise<void> {
  draining ??= drain()
    .catch((cause: unknown) => {
      // The window comes again in two minutes; what was kept of it is not kept again.
      logFailure(cause instanceof AppError ? cause : new AppError('internal', { cause }), {});
    })
    .finally(() => {
      draining = undefined;
    });
  return draining;
}

async function drain(): Promise<void> {
  while (!workerEnds.aborted) {
    const [sweep] = await callSql('claim_provider_sweep', {}, sweeps);
    if (!sweep) return;
    const found = hasStripe() ? await sweepStripe(sweep) : undefined;
    const args = {
      ...{ p_message_id: sweep.message_id, p_provider: sweep.provider },
      // Switched off here: the window stays for another time.
      ...{ p_to_at: found === undefined ? null : sweep.to_at, p_found: found ?? 0 },
    };
    await callSql('finish_provider_sweep', args as never, z.unknown());
  }
}
