// create-payout: one batch of one item for a cashout. Its ids are those of the cashout, so asking
// again gives what is there.
import { z } from 'zod';
import { askPaypal, PaypalFailure } from './paypal-client.ts';

export interface Payout {
  /** Of the cashout; PayPal knows it for thirty days, and then would pay again. */
  id: string;
  amount_cents: number;
  receiver: string;
}

const created = z.object({ batch_header: z.object({ payout_batch_id: z.string().min(1) }) });

/** The id of the batch, whether this call made it or one before. Throws PaypalFailure. */
export async function createPayout({ id, amount_cents, receiver }: Payout): Promise<string> {
  const sender_batch_id = `cashout_${id}`;
  const value = `${Math.floor(amount_cents / 100)}.${String(amount_cents % 100).padStart(2, '0')}`;
  const body = {
    sender_batch_header: {
      sender_batch_id,
      recipient_type: 'EMAIL',
      email_subject: 'You have a payout',
      email_message: 'Your referral rewards are on their way to you.',
    },
    items: [
      {
        recipient_type: 'EMAIL',
        amount: { value, currency: 'USD' },
        receiver,
        sender_item_id: id,
      },
    ],
  };
  try {
    const { batch_header } = await askPaypal('POST', '/v1/payments/payouts', created, {
      json: JSON.stringify(body),
      requestId: sender_batch_id,
    });
    return batch_header.payout_batch_id;
  } catch (error) {
    const batch = error instanceof PaypalFailure && earlierBatch(error);
    if (batch) return batch;
    throw error;
  }
}

/** The batch that was made before under the same id, as the refusal links it. */
function earlierBatch({ status, body }: PaypalFailure): string | undefined {
  if (status !== 400) return undefined;
  const detail = body.details?.find(({ field }) => field?.toUpperCase() === 'SENDER_BATCH_ID');
  return /\/payments\/payouts\/([^/?]+)/.exec(detail?.link?.[0]?.href ?? '')?.[1];
}
