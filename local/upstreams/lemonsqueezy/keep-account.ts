// keep-account: the stand-in's account in a file beside the database that remembers its customers.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import type { Account } from './account.ts';

const MAPS = ['checkouts', 'orders', 'invoices', 'subscriptions', 'custom'] as const;

type Kept = Pick<Account, 'aheadMs' | 'lastId' | 'variants'> & {
  declining: string[];
  maps: Record<(typeof MAPS)[number], [string | number, unknown][]>;
};

/** Fills the account with what the file has, if there is one. */
export function loadAccount(account: Account, file: string): void {
  if (!existsSync(file)) return;
  const { aheadMs, lastId, variants, declining, maps } = JSON.parse(
    readFileSync(file, 'utf8'),
  ) as Kept;
  Object.assign(account, { aheadMs, lastId, variants });
  for (const user of declining) account.declining.add(user);
  for (const name of MAPS) {
    const map: Map<unknown, unknown> = account[name];
    for (const [key, item] of maps[name]) map.set(key, item);
  }
}

/** Writes the account as it is now, without the events that it has told. */
export function saveAccount(account: Account, file: string): void {
  const { aheadMs, lastId, variants, declining } = account;
  const maps = Object.fromEntries(MAPS.map((name) => [name, [...account[name]]]));
  const kept = { aheadMs, lastId, variants, declining: [...declining], maps };
  writeFileSync(file, JSON.stringify(kept));
}
