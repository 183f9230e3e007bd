// reverse-payment: refunds, which we ask for, and disputes, which banks open and close.
import { type Account, born, emit } from './account.ts';
import type { Dispute, Refund } from './objects.ts';
import { StripeError } from './stripe-error.ts';

/** Pays back a payment, whole or in part; no more than is left of it. */
export function refundPayment(
  account: Account,
  { intent, amount, reason }: { intent: string; amount?: number; reason?: string },
): Refund {
  const payment = account.paymentIntents.require(intent);
  const refunded = account.refunds
    .filter(
      (each) => each.payment_intent === intent && ['pending', 'succeeded'].includes(each.status),
    )
    .reduce((sum, each) => sum + each.amount, 0);
  const left = payment.amount_received - refunded;
  const wanted = amount ?? left;
  if (wanted < 1 || wanted > left)
    throw new StripeError(400, `Refund amount is greater than what is left (${left}).`, {
      code: left === 0 ? 'charge_already_refunded' : 'amount_too_large',
      param: 'amount',
    });
  const refund = account.refunds.add((id) => ({
    ...born(account, id, 'refund'),
    amount: wanted,
    currency: payment.currency,
    payment_intent: intent,
    status: 'succeeded',
    reason: reason ?? null,
  }));
  emit(account, 'refund.created', refund);
  emit(account, 'charge.refunded', { id: payment.latest_charge, object: 'charge' });
  return refund;
}

/** The bank finds that the refund cannot be paid out after all, or somebody calls it off. */
export function undoRefund(account: Account, id: string, status: 'failed' | 'canceled'): Refund {
  const refund = account.refunds.require(id);
  refund.status = status;
  emit(account, status === 'failed' ? 'refund.failed' : 'refund.updated', refund);
  return refund;
}

/** A cardholder's bank takes the money back for now. */
export function openDispute(account: Account, intent: string): Dispute {
  const { amount, currency } = account.paymentIntents.require(intent);
  const dispute = account.disputes.add((id) => ({
    ...born(account, id, 'dispute'),
    amount,
    currency,
    payment_intent: intent,
    reason: 'fraudulent',
    status: 'needs_response',
  }));
  emit(account, 'charge.dispute.created', dispute);
  emit(account, 'charge.dispute.funds_withdrawn', dispute);
  return dispute;
}

/** It ends, for us or against us. */
export function closeDispute(account: Account, id: string, status: 'won' | 'lost'): Dispute {
  const dispute = account.disputes.require(id);
  dispute.status = status;
  if (status === 'won') emit(account, 'charge.dispute.funds_reinstated', dispute);
  emit(account, 'charge.dispute.closed', dispute);
  return dispute;
}
