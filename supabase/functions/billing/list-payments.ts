// list-payments: invoices and purchases of a person, with what was paid back.
import { z } from 'zod';
import { callSql } from '../_shared/database.ts';
import { isLive } from '../_shared/payments/is-live.ts';

const payment = z.object({
  id: z.uuid(),
  provider: z.string(),
  kind: z.string(),
  subscription_provider_id: z.string().nullable(),
  item: z.string(),
  state: z.string(),
  reason: z.string(),
  amount_cents: z.int(),
  tax_cents: z.int(),
  reversed_cents: z.int(),
  currency: z.string(),
  number: z.string().nullable(),
  url: z.string().nullable(),
  created_at: z.string(),
  paid_at: z.string().nullable(),
});

/** The newest hundred, newest first. */
export function listPayments(userId: string): Promise<z.infer<typeof payment>[]> {
  return callSql('list_payments', { p_user_id: userId, p_is_live: isLive() }, z.array(payment));
}
