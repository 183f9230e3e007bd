// credits-bare: the row changes of hold and settle on copies of the ledger's tables, with their
// indexes and checks but without functions, triggers or foreign keys. Prepared statements, those of
// a transaction sent together: no client can do it in fewer round trips.
import type pg from 'pg';

/** The ledger's tables, in private and in bare. */
export const TABLES = [
  'ledger_account',
  'ledger_hold',
  'ledger_hold_part',
  'ledger_transfer',
  'ledger_entry',
];

interface Accounts {
  /** The account that pays, of each owner. */
  wallets: Map<string, string>;
  revenue: string;
}

/** Copies the tables, with the accounts that are there, into a schema of their own. */
export async function copyBareTables(client: pg.Client): Promise<Accounts> {
  await client.query('create schema bare');
  for (const table of TABLES) {
    await client.query(
      `create table bare.${table} (like private.${table}
         including defaults including constraints including indexes including identity)`,
    );
  }
  const { rows } = await client.query<{ id: string; owner_id: string | null; kind: string }>(
    `insert into bare.ledger_account select * from private.ledger_account
     returning id, owner_id, kind`,
  );
  const revenue = rows.find(({ kind }) => kind === 'revenue');
  if (!revenue) throw new Error('The platform has no account for revenue.');
  const bought = rows.filter(({ kind }) => kind === 'wallet_bought');
  const wallets = new Map(bought.map(({ owner_id, id }) => [owner_id ?? id, id]));
  return { wallets, revenue: revenue.id };
}

/** A pair of transactions on those tables: reserve three credits, then take two of them. */
export function barePair({ wallets, revenue }: Accounts) {
  return async (client: pg.Client, ownerId: string): Promise<void> => {
    const account = wallets.get(ownerId);
    const [hold, key] = [crypto.randomUUID(), crypto.randomUUID()];
    await transact(client, [
      [HOLD_CREDITS, [account]],
      [INSERT_HOLD, [hold, ownerId, key]],
      [INSERT_PART, [hold, account]],
    ]);
    await transact(client, [
      [FREE_CREDITS, [account]],
      [INSERT_TRANSFER, [`settle:${key}`]],
      [INSERT_ENTRIES, [account, revenue]],
      [TAKE_CREDITS, [account]],
      [CLOSE_HOLD, [hold]],
    ]);
  };
}

const HOLD_CREDITS = {
  name: 'bare hold credits',
  text: 'update bare.ledger_account set held = held + 3 where id = $1',
};
const INSERT_HOLD = {
  name: 'bare insert hold',
  text: `insert into bare.ledger_hold (id, owner_id, operation_key, reason, amount, expires_at)
    values ($1, $2, $3, 'bench', 3, now() + interval '1 hour')`,
};
const INSERT_PART = {
  name: 'bare insert part',
  text: 'insert into bare.ledger_hold_part (hold_id, account_id, amount) values ($1, $2, 3)',
};
const FREE_CREDITS = {
  name: 'bare free credits',
  text: 'update bare.ledger_account set held = held - 3 where id = $1',
};
const TAKE_CREDITS = {
  name: 'bare take credits',
  text: 'update bare.ledger_account set balance = balance - 2 where id = $1',
};
const INSERT_TRANSFER = {
  name: 'bare insert transfer',
  text: `insert into bare.ledger_transfer (operation_key, reason) values ($1, 'bench')`,
};
const INSERT_ENTRIES = {
  name: 'bare insert entries',
  text: `insert into bare.ledger_entry (transfer_id, account_id, amount)
    values (currval('bare.ledger_transfer_id_seq'), $1, -2),
      (currval('bare.ledger_transfer_id_seq'), $2, 2)`,
};
const CLOSE_HOLD = {
  name: 'bare close hold',
  text: `update bare.ledger_hold set state = 'settled', settled_amount = 2, closed_at = now()
    where id = $1`,
};

type Statement = [{ name: string; text: string }, unknown[]];

async function transact(client: pg.Client, statements: Statement[]): Promise<void> {
  await Promise.all([
    client.query('begin'),
    ...statements.map(([statement, values]) => client.query({ ...statement, values })),
    client.query('commit'),
  ]);
}
