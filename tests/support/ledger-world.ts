// ledger-world: the operations of the ledger's model, done for real: owners and keys of one run.
import type pg from 'pg';
import type { Answer, Operation } from './ledger-model.ts';
import {
  expire,
  grant,
  type Hold,
  hold,
  openWallet,
  type Queryable,
  settle,
  voidHold,
} from './wallet.ts';

export interface World {
  owners: string[];
  /** Does one operation; what it answers, and the hold it answered with. */
  run(db: Queryable, operation: Operation): Promise<{ answer: Answer; hold?: Hold }>;
}

/** New owners without credits, and keys that no other run has. */
export async function makeWorld(pool: pg.Pool, count: number): Promise<World> {
  const runId = crypto.randomUUID();
  const owners: string[] = [];
  for (let nr = 0; nr < count; nr++) owners.push(await openWallet(pool));

  const keyOf = (key: number) => `random:${runId}:${key}`;
  const holdOf = async (db: Queryable, key: number): Promise<string> => {
    const text = 'select id from private.ledger_hold where operation_key = $1';
    const { rows } = await db.query(text, [keyOf(key)]);
    return rows[0]?.id ?? crypto.randomUUID();
  };
  const ownerOf = (nr: number) => {
    const owner = owners[nr];
    if (!owner) throw new Error(`There is no owner ${nr}.`);
    return owner;
  };

  async function act(db: Queryable, operation: Operation): Promise<Hold | undefined> {
    switch (operation.verb) {
      case 'grant': {
        const { owner, kind, amount, key } = operation;
        await grant(db, ownerOf(owner), kind, amount, `grant:${keyOf(key)}`);
        return undefined;
      }
      case 'hold':
        return await hold(db, ownerOf(operation.owner), operation.amount, keyOf(operation.key));
      case 'settle':
        return await settle(db, await holdOf(db, operation.key), operation.amount);
      case 'void':
        return await voidHold(db, await holdOf(db, operation.key));
      case 'expire':
        await expire(db, await holdOf(db, operation.key));
        return undefined;
      case 'sweep':
        await db.query('select private.sweep_holds()');
        return undefined;
    }
  }

  return {
    owners,
    async run(db, operation) {
      try {
        const done = await act(db, operation);
        if (!done) return { answer: undefined };
        const { amount, state, settled_amount: settled } = done;
        return { answer: { amount, state, settled }, hold: done };
      } catch (error) {
        const { code } = error as { code?: string };
        if (!code) throw error;
        return { answer: { code } };
      }
    },
  };
}
