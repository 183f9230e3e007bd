// observe-paypal: what a webhook of PayPal is about, read as it is now and applied.
import { z } from 'zod';
import { AppError } from '../../../shared/errors.ts';
import { callSql } from '../_shared/database.ts';
import { underLease } from '../_shared/payments/observe.ts';
import { readBatch, readItem } from '../_shared/paypal/read-payout.ts';

const READERS: Record<string, typeof readItem> = { item: readItem, batch: readBatch };

/** Whether it is ours. Throws PaypalFailure, and ObjectBusy when somebody else reads it now. */
export async function observePaypal(kind: string, id: string): Promise<boolean> {
  const read = READERS[kind];
  if (!read) return false;
  return underLease('paypal', `${kind}:${id}`, async (version) => {
    const { cashoutId, report } = await read(id);
    if (!z.uuid().safeParse(cashoutId).success || !cashoutId) return false;
    try {
      const args = { p_id: cashoutId, p_item: report, p_version_at: version };
      await callSql('apply_payout', args, z.string());
      return true;
    } catch (error) {
      if (error instanceof AppError && error.code === 'cashout_not_found') return false;
      throw error;
    }
  });
}
