// work-off: events about one object: it is read as it is now and applied. What fails comes again,
// but for what cannot succeed.
import Stripe from 'stripe';
import { ZodError, z } from 'zod';
import type { ClaimedEvent, EventProvider } from '../../../shared/contracts/payments.ts';
import { AppError } from '../../../shared/errors.ts';
import { callSql } from '../_shared/database.ts';
import { logFailure } from '../_shared/log-failure.ts';
import { LemonSqueezyRefusal } from '../_shared/payments/lemonsqueezy-client.ts';
import { ObjectBusy } from '../_shared/payments/observe.ts';
import { observeLemonSqueezy, orderNamedBy } from '../_shared/payments/observe-lemonsqueezy.ts';
import { observeStripe } from '../_shared/payments/observe-stripe.ts';
import { observePaypal } from './observe-paypal.ts';

type Observer = (event: ClaimedEvent, events: ClaimedEvent[]) => Promise<boolean>;

const observers: Record<EventProvider, Observer> = {
  stripe: ({ object_kind, object_id }) => observeStripe(object_kind, object_id),
  lemonsqueezy: ({ object_kind, object_id }, events) =>
    observeLemonSqueezy(object_kind, object_id, orderNamedBy(events)),
  paypal: ({ object_kind, object_id }) => observePaypal(object_kind, object_id),
};

export type Outcome = 'finished' | 'postponed' | 'failed';

/** Finishes the events, or notes why they could not be. */
export async function workOff(events: ClaimedEvent[]): Promise<Outcome> {
  const [first] = events;
  if (!first) return 'finished';
  try {
    const isOurs = await observers[first.provider](first, events);
    for (const { id } of events)
      await callSql('finish_payment_event', { p_id: id, p_is_ours: isOurs }, z.unknown());
    return 'finished';
  } catch (cause) {
    const isBusy = cause instanceof ObjectBusy;
    for (const event of events) await (isBusy ? postpone(event) : fail(event, cause));
    return isBusy ? 'postponed' : 'failed';
  }
}

async function postpone({ id }: ClaimedEvent): Promise<void> {
  await callSql('postpone_payment_event', { p_id: id }, z.unknown());
}

async function fail({ id, type }: ClaimedEvent, cause: unknown): Promise<void> {
  const args = { p_id: id, p_error: describe(cause), p_is_final: isFinal(cause) };
  const state = await callSql('fail_payment_event', args, z.string());
  if (state === 'dead') logFailure(new AppError('internal', { cause }), { event: id, type });
}

/** What we do not understand, what is not there, and what a rule of ours refuses. */
function isFinal(cause: unknown): boolean {
  if (cause instanceof AppError) return cause.status < 500;
  if (cause instanceof LemonSqueezyRefusal) return true;
  return cause instanceof ZodError || cause instanceof Stripe.errors.StripeInvalidRequestError;
}

function describe(cause: unknown): string {
  if (cause instanceof AppError)
    return `${cause.code}: ${cause.message} ${JSON.stringify(cause.details)}`;
  if (cause instanceof ZodError) return z.prettifyError(cause);
  return cause instanceof Error ? `${cause.name}: ${cause.message}` : String(cause);
}
