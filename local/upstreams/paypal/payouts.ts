// payouts: batches as PayPal makes and shows them.
import { z } from 'zod';
import { type Account, type Batch, type Item, newId, setStatus, statusWished } from './account.ts';
import { PaypalError } from './paypal-error.ts';

const payoutRequest = z.object({
  sender_batch_header: z.object({
    sender_batch_id: z.string().min(1).max(256),
    email_subject: z.string().max(255).optional(),
    email_message: z.string().max(1000).optional(),
  }),
  items: z
    .array(
      z.object({
        recipient_type: z.literal('EMAIL'),
        amount: z.object({
          value: z.string().regex(/^\d+\.\d\d$/),
          currency: z.literal('USD'),
        }),
        receiver: z.email().max(127),
        sender_item_id: z.string().min(1).max(63),
        note: z.string().max(4000).optional(),
      }),
    )
    .min(1)
    .max(15_000),
});

/** Makes a batch once per sender's id; refuses the second time with a link to the first. */
export function makeBatch(account: Account, url: string, body: unknown): Batch {
  const request = payoutRequest.safeParse(body);
  if (!request.success)
    throw new PaypalError(400, 'Invalid request - see details', 'VALIDATION_ERROR', [
      { issue: z.prettifyError(request.error) },
    ]);
  const { sender_batch_header, items } = request.data;
  const { sender_batch_id } = sender_batch_header;
  const first = account.remembered.get(sender_batch_id);
  if (first) throw duplicate(url, first);
  const cents = items.reduce((sum, { amount }) => sum + Math.round(Number(amount.value) * 100), 0);
  if (cents > account.cents)
    throw new PaypalError(422, 'Sender does not have sufficient funds.', 'INSUFFICIENT_FUNDS');
  account.cents -= cents;
  const payout_batch_id = newId();
  const batch: Batch = {
    payout_batch_id,
    batch_status: 'SUCCESS',
    sender_batch_id,
    items: items.map((item) => makeItem(payout_batch_id, item)),
  };
  account.batches.set(payout_batch_id, batch);
  account.remembered.set(sender_batch_id, batch);
  for (const item of batch.items) {
    account.items.set(item.payout_item_id, item);
    setStatus(account, item, statusWished(item.payout_item.receiver));
  }
  return batch;
}

function makeItem(payout_batch_id: string, payout_item: Item['payout_item']): Item {
  return {
    payout_item_id: newId(),
    transaction_id: newId(),
    transaction_status: 'PENDING',
    payout_item_fee: { currency: 'USD', value: '0.25' },
    payout_batch_id,
    payout_item,
  };
}

function duplicate(url: string, { payout_batch_id }: Batch): PaypalError {
  return new PaypalError(400, 'User business error.', 'USER_BUSINESS_ERROR', [
    {
      field: 'SENDER_BATCH_ID',
      location: 'body',
      issue: 'Batch with given sender_batch_id already exists',
      link: [{ href: `${url}/payments/payouts/${payout_batch_id}`, rel: 'self', method: 'GET' }],
    },
  ]);
}

/** A batch as GET shows it. */
export function showBatch({ items, sender_batch_id, ...batch }: Batch): object {
  return { batch_header: { ...batch, sender_batch_header: { sender_batch_id } }, items };
}
