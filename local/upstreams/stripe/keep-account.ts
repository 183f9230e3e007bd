// keep-account: the stand-in's account in a file beside the database that remembers its customers.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { type Account, Shelf } from './account.ts';

interface Kept {
  ahead: number;
  declining: string[];
  shelves: Record<string, { id: string }[]>;
}

/** Fills the account with what the file has, if there is one. */
export function loadAccount(account: Account, file: string): void {
  if (!existsSync(file)) return;
  const kept = JSON.parse(readFileSync(file, 'utf8')) as Kept;
  account.ahead = kept.ahead;
  for (const customer of kept.declining) account.declining.add(customer);
  for (const [name, shelf] of shelvesOf(account))
    for (const item of kept.shelves[name] ?? []) shelf.set(item.id, item);
}

/** Writes the account as it is now. */
export function saveAccount(account: Account, file: string): void {
  const shelves = shelvesOf(account).map(([name, shelf]) => [name, [...shelf.values()]]);
  const kept: Kept = {
    ahead: account.ahead,
    declining: [...account.declining],
    shelves: Object.fromEntries(shelves),
  };
  writeFileSync(file, JSON.stringify(kept));
}

function shelvesOf(account: Account): [string, Shelf<{ id: string }>][] {
  return Object.entries(account).filter(
    (entry): entry is [string, Shelf<{ id: string }>] => (entry[1] as unknown) instanceof Shelf,
  );
}
