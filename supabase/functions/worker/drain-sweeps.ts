// drain-sweeps: asks providers what has happened, window by window, until the present is reached.
import { z } from 'zod';
import { type PaymentProvider, paymentProvider } from '../../../shared/contracts/payments.ts';
import { AppError } from '../../../shared/errors.ts';
import { callSql } from '../_shared/database.ts';
import { workerEnds } from '../_shared/edge-runtime.ts';
import { logFailure } from '../_shared/log-failure.ts';
import { hasLemonSqueezy } from '../_shared/payments/lemonsqueezy-client.ts';
import { hasStripe } from '../_shared/payments/stripe-client.ts';
import { sweepLemonSqueezy } from './sweep-lemonsqueezy.ts';
import { sweepStripe } from './sweep-stripe.ts';

const moment = z.iso.datetime({ offset: true });
const sweeps = z.array(
  z.object({
    message_id: z.int(),
    provider: paymentProvider,
    from_at: moment,
    to_at: moment,
  }),
);
export type Sweep = z.infer<typeof sweeps>[number];

/** How many each has found, and up to when; undefined where the provider is switched off. */
const sweepers: Record<PaymentProvider, (sweep: Sweep) => Promise<Swept | undefined>> = {
  async stripe(sweep) {
    if (!hasStripe()) return undefined;
    return { found: await sweepStripe(sweep), to_at: sweep.to_at };
  },
  async lemonsqueezy(sweep) {
    if (!hasLemonSqueezy()) return undefined;
    const to_at = new Date().toISOString();
    return { found: await sweepLemonSqueezy(sweep), to_at };
  },
};

interface Swept {
  found: number;
  to_at: string;
}

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
    const swept = await sweepers[sweep.provider](sweep);
    const args = {
      ...{ p_message_id: sweep.message_id, p_provider: sweep.provider },
      // Switched off here: the window stays for another time.
      ...{ p_to_at: swept?.to_at ?? null, p_found: swept?.found ?? 0 },
    };
    await callSql('finish_provider_sweep', args as never, z.unknown());
  }
}
