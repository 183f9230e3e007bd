// sweep-stripe: lists what happened at Stripe in a window of time, and keeps what did not come.
import { z } from 'zod';
import { callSql } from '../_shared/database.ts';
import { storeStripeEvent, stripeEvent } from '../_shared/payments/store-stripe-event.ts';
import { requireStripe } from '../_shared/payments/stripe-client.ts';
import { TOLD_BY } from '../_shared/payments/stripe-target.ts';
import type { Sweep } from './drain-sweeps.ts';

/** As many as Stripe lists at once. */
const PAGE = 100;

/** How many were missing. Whatever happens on the way, what was kept is kept. */
export async function sweepStripe({ from_at, to_at }: Sweep): Promise<number> {
  const created = { gte: seconds(from_at), lt: seconds(to_at) + 1 };
  let found = 0;
  for (const type of TOLD_BY) {
    let page = await requireStripe().events.list({ type, created, limit: PAGE });
    found += await keep(page.data);
    for (let last = page.data.at(-1); page.has_more && last; last = page.data.at(-1)) {
      const starting_after = last.id;
      page = await requireStripe().events.list({ type, created, limit: PAGE, starting_after });
      found += await keep(page.data);
    }
  }
  return found;
}

async function keep(events: { id: string }[]): Promise<number> {
  const args = { p_provider: 'stripe', p_provider_ids: events.map(({ id }) => id) };
  const unseen = new Set(await callSql('unseen_payment_events', args, z.array(z.string())));
  let found = 0;
  for (const event of events.filter(({ id }) => unseen.has(id)))
    if (await storeStripeEvent(stripeEvent.parse(event), JSON.stringify(event))) found += 1;
  return found;
}

function seconds(moment: string): number {
  return Math.floor(Date.parse(moment) / 1000);
}
