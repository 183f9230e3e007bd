// drain-payment-events: works off the queue of payment events until nothing is due.
import { type ClaimedEvent, claimedEvents } from '../../../shared/contracts/payments.ts';
import { AppError } from '../../../shared/errors.ts';
import { callSql } from '../_shared/database.ts';
import { workerEnds } from '../_shared/edge-runtime.ts';
import { logFailure } from '../_shared/log-failure.ts';
import { workOff } from './work-off.ts';

/** How many are claimed at once; those about different objects are worked off beside each other. */
const BATCH = 20;
/** Less than a worker may live; the database calls again. */
const MAX_RUN_MS = 60_000;
/** As long as SQL puts an event off whose object somebody else reads. */
const POSTPONED_MS = 1_000;
/** More than the database waits between two calls: what it stored meanwhile is found. */
const SECOND_LOOK_MS = 250;

let draining: Promise<void> | undefined;
let isAskedAgain = false;

/** One run at a time in this worker: who asks meanwhile is served by another round of it. */
export function drainPaymentEvents(): Promise<void> {
  isAskedAgain = true;
  draining ??= drain()
    .catch((cause: unknown) => {
      // What is claimed comes again in a minute, and the database calls again before that.
      logFailure(cause instanceof AppError ? cause : new AppError('internal', { cause }), {});
    })
    .finally(() => {
      draining = undefined;
    });
  return draining;
}

async function drain(): Promise<void> {
  const end = Date.now() + MAX_RUN_MS;
  let looks = 0;
  while ((isAskedAgain || looks < 2) && Date.now() < end && !workerEnds.aborted) {
    isAskedAgain = false;
    const events = await callSql('claim_payment_events', { p_count: BATCH }, claimedEvents);
    const outcomes = await Promise.all(byObject(events).map(workOff));
    looks = events.length > 0 ? 0 : looks + 1;
    if (outcomes.includes('postponed')) await sleep(POSTPONED_MS);
    else if (looks === 1) await sleep(SECOND_LOOK_MS);
  }
}

function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

/** Events about one object are one piece of work: it is read once, after all of them. */
function byObject(events: ClaimedEvent[]): ClaimedEvent[][] {
  const groups = Map.groupBy(
    events,
    ({ provider, object_kind, object_id }) => `${provider}:${object_kind}:${object_id}`,
  );
  return [...groups.values()];
}
