// read-payout: how a payout stands at PayPal, as SQL's apply_payout takes it.
import { z } from 'zod';
import { askPaypal } from './paypal-client.ts';

const cents = z
  .string()
  .regex(/^\d+(\.\d{1,2})?$/)
  .transform((value) => Math.round(Number(value) * 100));

const item = z.object({
  payout_item_id: z.string(),
  payout_batch_id: z.string(),
  transaction_id: z.string().optional(),
  transaction_status: z.string(),
  payout_item_fee: z.object({ value: cents }).optional(),
  payout_item: z.object({
    amount: z.object({ value: cents, currency: z.string() }),
    receiver: z.string(),
    sender_item_id: z.string(),
  }),
  errors: z.object({ message: z.string() }).optional(),
});
const batch = z.object({
  batch_header: z.object({ payout_batch_id: z.string(), batch_status: z.string() }),
  items: z.array(item).default([]),
});

/** What apply_payout takes; of an item that PayPal does not list yet only batch and status. */
export type PayoutReport = {
  batch_id: string;
  status: string;
  item_id?: string;
  amount_cents?: number;
  currency?: string;
  receiver?: string;
  transaction_id?: string;
  fee_cents?: number;
  error?: string;
};

export interface ReadPayout {
  /** The cashout's id, as we gave it to PayPal; absent while no item is listed. */
  cashoutId: string | undefined;
  report: PayoutReport;
}

/** The one item of a batch. Throws PaypalFailure. */
export async function readBatch(batchId: string): Promise<ReadPayout> {
  const path = `/v1/payments/payouts/${encodeURIComponent(batchId)}`;
  const { batch_header, items } = await askPaypal('GET', path, batch);
  const [first] = items;
  if (first) return describe(first);
  const status = batch_header.batch_status === 'DENIED' ? 'DENIED' : 'PENDING';
  return { cashoutId: undefined, report: { batch_id: batch_header.payout_batch_id, status } };
}

/** An item. Throws PaypalFailure. */
export async function readItem(itemId: string): Promise<ReadPayout> {
  const path = `/v1/payments/payouts-item/${encodeURIComponent(itemId)}`;
  return describe(await askPaypal('GET', path, item));
}

function describe(read: z.infer<typeof item>): ReadPayout {
  const { amount, receiver, sender_item_id } = read.payout_item;
  return {
    cashoutId: sender_item_id,
    report: {
      item_id: read.payout_item_id,
      batch_id: read.payout_batch_id,
      status: read.transaction_status,
      amount_cents: amount.value,
      currency: amount.currency,
      receiver,
      ...(read.transaction_id ? { transaction_id: read.transaction_id } : {}),
      ...(read.payout_item_fee ? { fee_cents: read.payout_item_fee.value } : {}),
      ...(read.errors ? { error: read.errors.message } : {}),
    },
  };
}
