// checkout: sessions of the hosted page, and what happens when somebody pays there or does not.
//   open -> complete (paid | no_payment_required | unpaid, until a debit is through) | expired
import { randomBytes } from 'node:crypto';
import { type Account, born, emit, listOf, now } from './account.ts';
import { collectPayment, endPayment } from './collect-payment.ts';
import { requireCustomer } from './delete-customer.ts';
import type { CheckoutSession, Metadata } from './objects.ts';
import type { Form } from './parse-form.ts';
import { StripeError } from './stripe-error.ts';
import { beginSubscription } from './subscribe.ts';

type Session = CheckoutSession & { trialDays: number };

const DAY = 86_400;

/** A new session, as `POST /v1/checkout/sessions` asks for it. */
export function createSession(account: Account, form: Form): Session {
  if (form.payment_method_types)
    throw new StripeError(400, 'payment_method_types is no longer supported.', {
      code: 'payment_method_types_no_longer_supported',
      param: 'payment_method_types',
    });
  const [line] = form.line_items as Form[];
  const price = account.prices.require(String(line?.price));
  const mode = form.mode === 'subscription' ? 'subscription' : 'payment';
  if ((mode === 'subscription') !== (price.type === 'recurring'))
    throw new StripeError(400, `The price ${price.id} does not fit the mode ${mode}.`);
  const customer = requireCustomer(account, String(form.customer), 'customer');
  const subscriptionData = (form.subscription_data ?? {}) as Form;
  const expires = form.expires_at ? Number(form.expires_at) : now(account) + DAY;
  return account.sessions.add((id) => ({
    ...born(account, id, 'checkout.session'),
    mode,
    status: 'open',
    payment_status: 'unpaid',
    client_reference_id: (form.client_reference_id as string | undefined) ?? null,
    customer: customer.id,
    metadata: (form.metadata ?? {}) as Metadata,
    amount_total: price.unit_amount,
    currency: price.currency,
    subscription: null,
    payment_intent: null,
    invoice: null,
    success_url: String(form.success_url).replaceAll('{CHECKOUT_SESSION_ID}', id),
    cancel_url: (form.cancel_url as string | undefined) ?? null,
    url: `${account.origin}/pages/checkout/${id}`,
    expires_at: expires,
    line_items: listOf(`/v1/checkout/sessions/${id}/line_items`, [
      { id: id.replace('cs_', 'li_'), object: 'item', price, quantity: 1 },
    ]),
    trialDays: Number(subscriptionData.trial_period_days ?? 0),
  }));
}

/** Somebody pays; whether it went through. A declined card leaves the session open. */
export function paySession(account: Account, session: Session): boolean {
  if (session.status !== 'open') throw new StripeError(400, `The session is ${session.status}.`);
  requireCustomer(account, session.customer);
  if (account.declining.has(session.customer)) {
    // As on the real page: the attempt fails, and another card may be tried.
    if (session.mode === 'payment') chargeOnce(account, session);
    return false;
  }
  keepCard(account, session.customer);
  if (session.mode === 'subscription') {
    const subscription = beginSubscription(account, {
      customer: session.customer,
      price: priceOf(session),
      trialDays: session.trialDays,
      metadata: {},
    });
    session.subscription = subscription.id;
    session.invoice = subscription.latest_invoice;
    session.payment_status = session.trialDays > 0 ? 'no_payment_required' : 'paid';
  } else {
    chargeOnce(account, session);
    session.payment_status = 'paid';
  }
  complete(account, session);
  return true;
}

function complete(account: Account, session: Session): void {
  session.status = 'complete';
  session.url = null;
  emit(account, 'checkout.session.completed', withoutLines(session));
}

/** Somebody pays once by a debit, of which the bank says days later whether it went through. */
export function debitSession(account: Account, session: Session): void {
  if (session.status !== 'open' || session.mode !== 'payment')
    throw new StripeError(400, `The session is ${session.status}, ${session.mode}.`);
  chargeOnce(account, session, true);
  complete(account, session);
}

/** The bank has said so. */
export function endDebit(account: Account, session: Session, isPaid: boolean): void {
  endPayment(account, account.paymentIntents.require(session.payment_intent ?? '-'), isPaid);
  if (isPaid) session.payment_status = 'paid';
  const type = `checkout.session.async_payment_${isPaid ? 'succeeded' : 'failed'}`;
  emit(account, type, withoutLines(session));
}

/** Nobody can pay it any more. */
export function expireSession(account: Account, session: Session): void {
  if (session.status !== 'open') throw new StripeError(400, `The session is ${session.status}.`);
  session.status = 'expired';
  session.url = null;
  emit(account, 'checkout.session.expired', withoutLines(session));
}

function chargeOnce(account: Account, session: Session, isDebit = false): void {
  const { customer, amount_total: amount, currency } = session;
  session.payment_intent = collectPayment(account, { customer, amount, currency }, isDebit).id;
}

/** The card that was typed in pays renewals too; nobody else's, unless told by its fingerprint. */
export function keepCard(
  account: Account,
  customer: string,
  fingerprint = randomBytes(8).toString('hex'),
): void {
  const owner = account.customers.require(customer);
  if (owner.invoice_settings.default_payment_method) return;
  const method = account.paymentMethods.add((id) => ({
    ...born(account, id, 'payment_method'),
    type: 'card',
    customer,
    card: { brand: 'visa', last4: '4242', exp_month: 12, exp_year: 2034, fingerprint },
  }));
  owner.invoice_settings.default_payment_method = method.id;
  emit(account, 'payment_method.attached', method);
}

function priceOf({ id, line_items }: Session) {
  const [line] = line_items.data;
  if (!line) throw new Error(`${id} has no line.`);
  return line.price;
}

function withoutLines({ line_items: _, trialDays: __, ...session }: Session) {
  return session;
}
