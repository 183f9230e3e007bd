// drain-departures: tells providers who has left, until each has confirmed it.
import { z } from 'zod';
import { type PaymentProvider, paymentProvider } from '../../../shared/contracts/payments.ts';
import { AppError } from '../../../shared/errors.ts';
import { callSql } from '../_shared/database.ts';
import { workerEnds } from '../_shared/edge-runtime.ts';
import { logFailure } from '../_shared/log-failure.ts';
import { departLemonSqueezy } from './depart-lemonsqueezy.ts';
import { departStripe } from './depart-stripe.ts';

const BATCH = 10;

const departures = z.array(
  z.object({
    message_id: z.int(),
    provider: paymentProvider,
    customer_id: z.uuid(),
    customer_provider_id: z.string(),
    subscription_provider_ids: z.array(z.string()),
  }),
);
export type Departure = z.infer<typeof departures>[number];

const partings: Record<PaymentProvider, (departure: Departure) => Promise<void>> = {
  stripe: departStripe,
  lemonsqueezy: departLemonSqueezy,
};

let draining: Promise<void> | undefined;

/** One run at a time in this worker. */
export function drainDepartures(): Promise<void> {
  draining ??= drain()
    .catch((cause: unknown) => {
      // What is claimed comes again in a minute.
      logFailure(cause instanceof AppError ? cause : new AppError('internal', { cause }), {});
    })
    .finally(() => {
      draining = undefined;
    });
  return draining;
}

async function drain(): Promise<void> {
  while (!workerEnds.aborted) {
    const claimed = await callSql('claim_departures', { p_count: BATCH }, departures);
    if (claimed.length === 0) return;
    await Promise.all(claimed.map(part));
  }
}

async function part(departure: Departure): Promise<void> {
  const { message_id, customer_id, provider } = departure;
  try {
    await partings[provider](departure);
  } catch (cause) {
    const failure = cause instanceof AppError ? cause : new AppError('internal', { cause });
    logFailure(failure, { provider, customer: customer_id });
    await callSql('postpone_departure', { p_message_id: message_id }, z.unknown());
    return;
  }
  const args = { p_message_id: message_id, p_customer_id: customer_id };
  await callSql('finish_departure', args, z.unknown());
}
