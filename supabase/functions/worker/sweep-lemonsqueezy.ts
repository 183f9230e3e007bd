// sweep-lemonsqueezy: LemonSqueezy gives up after four tries and lists no events: what has changed
// there and nobody told is noted as an event of our own, which the queue works off like all others.
import { z } from 'zod';
import { callSql } from '../_shared/database.ts';
import { isLive } from '../_shared/payments/is-live.ts';
import {
  type LemonResource,
  pageLemon,
  requireLemonSqueezy,
} from '../_shared/payments/lemonsqueezy-client.ts';

/** Banks take back for so long; what is older changes no more. */
const OLDEST_MS = 120 * 86_400_000;

const changed = z.object({
  created_at: z.iso.datetime({ offset: true }),
  updated_at: z.iso.datetime({ offset: true }),
  subscription_id: z.int().optional(),
});
const untold = z.array(z.object({ kind: z.string(), id: z.string(), changed_at: z.string() }));

/** How many were missing. It looks at everything that has changed since, up to the present. */
export async function sweepLemonSqueezy({ from_at }: { from_at: string }): Promise<number> {
  let found = 0;
  for (const path of ['orders', 'subscriptions', 'subscription-invoices'] as const) {
    let hasMore = true;
    for (let number = 1; hasMore; number += 1) {
      const { storeId } = requireLemonSqueezy();
      const page = await pageLemon(path, { store_id: storeId }, number);
      found += await keep(path, page.resources, from_at);
      // Newest first. A subscription changes as long as it lives.
      const last = page.resources.at(-1);
      hasMore = page.hasMore && (path === 'subscriptions' || !isOld(last));
    }
  }
  return found;
}

function isOld(resource: LemonResource | undefined): boolean {
  if (!resource) return true;
  return Date.parse(changed.parse(resource.attributes).created_at) < Date.now() - OLDEST_MS;
}

async function keep(path: string, resources: LemonResource[], from_at: string): Promise<number> {
  const objects = resources.flatMap(({ id, attributes }) => {
    const { updated_at: changed_at, subscription_id } = changed.parse(attributes);
    if (Date.parse(changed_at) < Date.parse(from_at)) return [];
    if (path === 'orders') return [{ kind: 'order', id, changed_at }];
    return [{ kind: 'subscription', id: String(subscription_id ?? id), changed_at }];
  });
  if (objects.length === 0) return 0;
  const args = { p_provider: 'lemonsqueezy', p_objects: objects };
  const missing = await callSql('untold_payment_objects', args, untold);
  for (const { kind, id, changed_at } of missing)
    await callSql(
      'store_payment_event',
      {
        ...{ p_provider: 'lemonsqueezy', p_provider_id: `swept:${kind}:${id}:${changed_at}` },
        ...{ p_type: 'swept', p_object_kind: kind, p_object_id: id },
        ...{ p_is_live: isLive(), p_occurred_at: changed_at },
        p_body: JSON.stringify({ meta: { event_name: 'swept' } }),
      },
      z.boolean(),
    );
  return missing.length;
}
