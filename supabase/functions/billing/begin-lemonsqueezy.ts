// begin-lemonsqueezy: a checkout at LemonSqueezy for an order, which its custom data names.
import { z } from 'zod';
import type { CheckoutRequest, Order } from '../../../shared/contracts/billing.ts';
import { AppError } from '../../../shared/errors.ts';
import { callSql } from '../_shared/database.ts';
import { isLive } from '../_shared/payments/is-live.ts';
import {
  type LemonResource,
  LemonSqueezyRefusal,
  requireLemonSqueezy,
  writeLemon,
} from '../_shared/payments/lemonsqueezy-client.ts';
import { comeBack } from './come-back.ts';

/** As long as a page of Stripe's can be paid. */
export const CHECKOUT_MS = 24 * 3_600_000;

const checkout = z.object({ url: z.url() });

/** Its id and page. Twins may open two, of which the first is kept: neither charges by itself. */
export async function beginLemonSqueezy(
  userId: string,
  { id, kind, item, price_id, trial_days }: Order,
  request: CheckoutRequest,
): Promise<{ id: string; url: string }> {
  const { storeId } = requireLemonSqueezy();
  // A customer is an address there, which people share and change; whose a purchase is says the
  // order, so that each person has one customer: themselves.
  const args = { p_user_id: userId, p_provider: 'lemonsqueezy', p_is_live: isLive() };
  await callSql('link_customer', { ...args, p_provider_id: userId }, z.string());
  const made = await openCheckout(item, {
    type: 'checkouts',
    attributes: {
      test_mode: !isLive(),
      expires_at: new Date(Date.now() + CHECKOUT_MS).toISOString(),
      product_options: {
        redirect_url: comeBack(request.success_path, id),
        enabled_variants: [Number(price_id)],
      },
      checkout_options: { skip_trial: kind !== 'subscription' || !trial_days },
      checkout_data: { custom: { user_id: userId, order_id: id } },
    },
    relationships: {
      store: { data: { type: 'stores', id: storeId } },
      variant: { data: { type: 'variants', id: price_id } },
    },
  });
  return { id: made.id, url: checkout.parse(made.attributes).url };
}

/** Throws `not_for_sale` when it is none there, as after its variant became a draft. */
async function openCheckout(item: string, document: object): Promise<LemonResource> {
  try {
    return await writeLemon('POST', 'checkouts', document);
  } catch (cause) {
    if (!(cause instanceof LemonSqueezyRefusal)) throw cause;
    throw new AppError('not_for_sale', { details: { provider: 'lemonsqueezy', item }, cause });
  }
}
