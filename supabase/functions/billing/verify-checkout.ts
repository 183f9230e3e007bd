// verify-checkout: the person is back from the page: what was paid takes effect now, and does not
// wait for the webhook. Both may do it at once.
import { z } from 'zod';
import {
  type Order,
  type OrderAnswer,
  order,
  orderAnswer,
} from '../../../shared/contracts/billing.ts';
import { AppError } from '../../../shared/errors.ts';
import { callSql } from '../_shared/database.ts';
import { isLive } from '../_shared/payments/is-live.ts';
import { observePatiently } from '../_shared/payments/observe-patiently.ts';
import { observeStripe } from '../_shared/payments/observe-stripe.ts';
import { askStripe } from './ask-stripe.ts';
import { CHECKOUT_MS } from './begin-lemonsqueezy.ts';

/** The order as it is after looking; still `open` when it is not paid. */
export async function verifyCheckout(userId: string, orderId: string): Promise<OrderAnswer> {
  const p_order_id = z.uuid().safeParse(orderId).data;
  if (!p_order_id) throw new AppError('order_not_found');
  const read = () => callSql('read_order', { p_user_id: userId, p_order_id }, order);
  const found = await read();
  const { state, provider, is_live, checkout_id } = found;
  // Of an order of the other mode nobody here can be asked.
  if (state !== 'open' || !checkout_id || is_live !== isLive()) return orderAnswer.parse(found);
  if (provider === 'lemonsqueezy') await closeWhenOver(found);
  else await askStripe(observePatiently(() => observeStripe('checkout', checkout_id)));
  return orderAnswer.parse(await read());
}

/** A checkout of LemonSqueezy does not say what became of it: its event does, in a moment. */
async function closeWhenOver({ id, created_at }: Order): Promise<void> {
  if (Date.now() < Date.parse(created_at) + CHECKOUT_MS) return;
  await callSql('close_order', { p_order_id: id, p_is_complete: false }, z.string().nullable());
}
