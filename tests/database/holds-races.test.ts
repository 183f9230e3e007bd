// holds-races: two connections want the same hold or the same credits, in every order of their
// steps, and with the first, the second, both or none of them taken back.
import { afterEach, describe, expect, it } from 'vitest';
import { ledgerViolations } from '../support/ledger-invariants.ts';
import { ownDatabase } from '../support/own-database.ts';
import { type Act, ORDERS, race } from '../support/race.ts';
import { sweep } from '../support/turn.ts';
import {
  expire,
  grant,
  type Hold,
  hold,
  openWallet,
  readCredits,
  settle,
  voidHold,
} from '../support/wallet.ts';

const database = ownDatabase({ connections: 8 });

const owners: string[] = [];
afterEach(async () => {
  expect(await ledgerViolations(database.pool, owners.splice(0))).toEqual([]);
});

async function open(credits: { plan?: number; bought?: number }): Promise<string> {
  const owner = await openWallet(database.pool, credits);
  owners.push(owner);
  return owner;
}

async function held({ isExpired = false } = {}) {
  const owner = await open({ plan: 4, bought: 6 });
  const { id } = await hold(database.pool, owner, 7);
  if (isExpired) await expire(database.pool, id);
  const { rows } = await database.pool.query(
    'select operation_key as key from private.ledger_hold where id = $1',
    [id],
  );
  return { owner, id, key: rows[0].key as string };
}

async function read(id: string): Promise<Hold> {
  const { rows } = await database.pool.query('select * from private.ledger_hold where id = $1', [
    id,
  ]);
  return rows[0];
}

async function left(owner: string): Promise<number> {
  const { plan, bought, held: still } = await readCredits(database.pool, owner);
  return plan + bought - still;
}

const ENDS = (['commit', 'rollback'] as const).flatMap((first) =>
  (['commit', 'rollback'] as const).map((second) => [first, second] as const),
);
const RACES = ORDERS.flatMap(([name, order]) =>
  ENDS.map(([first, second]) => ({ name, order, first, second })),
);

describe.each(RACES)('$name, $first and $second', ({ order, first, second }) => {
  const run = (one: Act['run'], two: Act['run']) =>
    race(
      database.pool,
      [
        { run: one, end: first },
        { run: two, end: second },
      ],
      order,
    );

  it('settle and void: one of them decides, both see it', async () => {
    const { owner, id } = await held();
    const [settling, voiding] = await run(
      (client) => settle(client, id, 5),
      (client) => voidHold(client, id),
    );
    expect([settling.code, voiding.code]).toEqual([undefined, undefined]);
    const { state } = await read(id);
    const rest = { settled: 5, voided: 10, held: 3 }[state];
    expect(await left(owner)).toBe(rest);
    if (first === 'commit' && second === 'commit') {
      expect(voiding.value).toMatchObject({ state });
      expect(settling.value).toMatchObject({ state });
    } else if (first === 'commit') expect(state).toMatch(/settled|held/);
    else if (second === 'commit') expect(state).toMatch(/voided|held/);
    else expect(state).toBe('held');
  });

  it('settle and the sweep: settled at its amount or given back, never both', async () => {
    const { owner, id } = await held({ isExpired: true });
    await run((client) => settle(client, id, 5), sweep);
    await sweep(database.pool);
    const { state } = await read(id);
    expect(state).toMatch(first === 'commit' ? /settled|voided/ : /voided/);
    expect(await left(owner)).toBe(state === 'settled' ? 5 : 10);
  });

  it('two settlements of different amounts: one counts', async () => {
    const { owner, id } = await held();
    await run(
      (client) => settle(client, id, 5),
      (client) => settle(client, id, 1),
    );
    const { state, settled_amount } = await read(id);
    if (first === 'commit' || second === 'commit') expect(state).toBe('settled');
    expect(await left(owner)).toBe(state === 'settled' ? 10 - Number(settled_amount) : 3);
  });

  it('two holds on the last credit: one gets it, the other is told', async () => {
    const owner = await open({ bought: 1 });
    const outcomes = await run(
      (client) => hold(client, owner, 1),
      (client) => hold(client, owner, 1),
    );
    const codes = outcomes.map(({ code }) => code);
    if (first === 'commit' && second === 'commit') {
      expect(codes.toSorted()).toEqual(['PT402', undefined]);
    }
    for (const code of codes) expect([undefined, 'PT402']).toContain(code);
    const kept = [first, second].filter((end, side) => end === 'commit' && !codes[side]).length;
    expect(await left(owner)).toBe(1 - kept);
  });

  it('one operation key twice: one hold', async () => {
    const owner = await open({ plan: 4, bought: 6 });
    const key = crypto.randomUUID();
    const [one, two] = await run(
      (client) => hold(client, owner, 6, key),
      (client) => hold(client, owner, 6, key),
    );
    expect([one.code, two.code]).toEqual([undefined, undefined]);
    if (first === 'commit' && second === 'commit') expect(one.value).toEqual(two.value);
    expect(await left(owner)).toBe(first === 'commit' || second === 'commit' ? 4 : 10);
  });

  it('a grant and a hold that needs it: nobody waits in a circle', async () => {
    const owner = await open({ plan: 4 });
    const [granting, holding] = await run(
      (client) => grant(client, owner, 'wallet_bought', 6),
      (client) => hold(client, owner, 10),
    );
    expect(granting.code).toBeUndefined();
    expect([undefined, 'PT402']).toContain(holding.code);
    if (!holding.code && second === 'commit') expect(await left(owner)).toBe(0);
  });
});

it('two sweeps at once close each hold once', async () => {
  for (const [, order] of ORDERS) {
    const { owner, id } = await held({ isExpired: true });
    const outcomes = await race(database.pool, [{ run: sweep }, { run: sweep }], order);
    const total = outcomes.reduce((sum, { value }) => sum + Number(value), 0);
    expect(total).toBe(1);
    expect(await read(id)).toMatchObject({ state: 'voided' });
    expect(await left(owner)).toBe(10);
  }
});
