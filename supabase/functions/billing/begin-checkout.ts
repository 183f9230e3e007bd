// begin-checkout: an order, and the provider's page where it is paid.
import {
  type CheckoutRequest,
  type Order,
  type OrderAnswer,
  order,
  orderAnswer,
} from '../../../shared/contracts/billing.ts';
import { callSql } from '../_shared/database.ts';
import { isLive } from '../_shared/payments/is-live.ts';
import { requireLemonSqueezy } from '../_shared/payments/lemonsqueezy-client.ts';
import { requireStripe } from '../_shared/payments/stripe-client.ts';
import { askStripe } from './ask-stripe.ts';
import { beginLemonSqueezy } from './begin-lemonsqueezy.ts';
import { chooseProvider } from './choose-provider.ts';
import { comeBack } from './come-back.ts';
import { isMissingCustomer, makeCustomer } from './find-customer.ts';

/** The order with its page; the same key gives the same. */
export async function beginCheckout(
  userId: string,
  request: CheckoutRequest,
): Promise<OrderAnswer> {
  const { key, kind, item } = request;
  const provider = await chooseProvider(request);
  if (provider === 'stripe') requireStripe();
  else requireLemonSqueezy();
  const begun = await callSql(
    'begin_order',
    {
      ...{ p_user_id: userId, p_client_key: key, p_provider: provider },
      p_is_live: isLive(),
      ...{ p_kind: kind, p_item: item },
    },
    order,
  );
  if (begun.checkout_id) return orderAnswer.parse(begun);
  const page =
    provider === 'stripe'
      ? await askStripe(openSession(userId, begun, request))
      : await beginLemonSqueezy(userId, begun, request);
  const args = {
    p_order_id: begun.id,
    p_checkout_id: page.id,
    p_checkout_url: page.url as string,
  };
  return callSql('open_order', args, orderAnswer);
}

/** With a new customer where ours was deleted at Stripe. */
async function openSession(userId: string, begun: Order, request: CheckoutRequest) {
  const customer = begun.customer_provider_id ?? (await makeCustomer(userId));
  try {
    return await createSession(customer, begun, request);
  } catch (cause) {
    if (!isMissingCustomer(cause)) throw cause;
    return createSession(await makeCustomer(userId, customer), begun, request);
  }
}

/** Twins open one session: order and customer are the key. */
function createSession(customer: string, order: Order, request: CheckoutRequest) {
  const { id, kind, price_id, trial_days } = order;
  const ours = { order_id: id };
  return requireStripe().checkout.sessions.create(
    {
      customer,
      client_reference_id: id,
      metadata: ours,
      line_items: [{ price: price_id, quantity: 1 }],
      success_url: comeBack(request.success_path, id),
      cancel_url: comeBack(request.cancel_path, id),
      ...(kind === 'subscription'
        ? {
            mode: 'subscription' as const,
            subscription_data: {
              metadata: ours,
              ...(trial_days ? { trial_period_days: trial_days } : {}),
            },
          }
        : { mode: 'payment' as const, payment_intent_data: { metadata: ours } }),
    },
    { idempotencyKey: `order:${id}:${customer}` },
  );
}
