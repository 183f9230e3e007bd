// keep-account: the stand-in's account in a file beside the database that remembers its batches.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import type { Account, Batch } from './account.ts';

interface Kept {
  cents: number;
  batches: Batch[];
  /** Ids of senders that are not forgotten. */
  remembered: string[];
}

/** Fills the account with what the file has, if there is one. */
export function loadAccount(account: Account, file: string): void {
  if (!existsSync(file)) return;
  const kept = JSON.parse(readFileSync(file, 'utf8')) as Kept;
  account.cents = kept.cents;
  for (const batch of kept.batches) {
    account.batches.set(batch.payout_batch_id, batch);
    if (kept.remembered.includes(batch.sender_batch_id))
      account.remembered.set(batch.sender_batch_id, batch);
    for (const item of batch.items) account.items.set(item.payout_item_id, item);
  }
}

/** Writes the account as it is now. */
export function saveAccount({ cents, batches, remembered }: Account, file: string): void {
  const kept: Kept = {
    cents,
    batches: [...batches.values()],
    remembered: [...remembered.keys()],
  };
  writeFileSync(file, JSON.stringify(kept));
}
