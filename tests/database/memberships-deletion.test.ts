// memberships-deletion: an account is deleted while its plans are given, changed, taken or used, in
// every order of their steps, and with the first, the second, both or none of them taken back.
import type pg from 'pg';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { ledgerViolations } from '../support/ledger-invariants.ts';
import {
  changePlan,
  giveMembership,
  inDays,
  makePlan,
  renewAll,
  revoke,
  signUp,
} from '../support/membership.ts';
import { ownDatabase } from '../support/own-database.ts';
import { type Act, ORDERS, race } from '../support/race.ts';
import { sweep } from '../support/turn.ts';
import { expire, hold, settle } from '../support/wallet.ts';

const database = ownDatabase({ connections: 8 });
const people: string[] = [];
let plus: string;
let pro: string;

beforeAll(async () => {
  plus = await makePlan(database.pool, { credits: 500 });
  pro = await makePlan(database.pool, { credits: 6000, rank: 60 });
});
afterEach(async () => {
  expect(await ledgerViolations(database.pool, people.splice(0))).toEqual([]);
  expect(database.warnings).toEqual([]);
});

/** What is done meanwhile, and how it may be refused when the account is gone first. */
const ACTS: [string, (user: string) => Promise<Act['run']>, string[]][] = [
  ['its wallet is renewed', async (user) => (client) => hold(client, user, 10), ['PT402']],
  ['the job comes to it', async () => renewAll, []],
  [
    'it is given a plan',
    async (user) => (client) => giveMembership(client, { user, plan: plus }),
    ['23503'],
  ],
  [
    'its plan is changed',
    async (user) => {
      const old = await giveMembership(database.pool, { user, plan: plus });
      return (client) => changePlan(client, old, pro);
    },
    ['PT404', '23503'],
  ],
  [
    'its plan is taken back',
    async (user) => {
      const old = await giveMembership(database.pool, { user, plan: plus });
      return (client) => revoke(client, old);
    },
    ['PT404'],
  ],
  [
    'what it used is settled',
    async (user) => {
      const { id } = await hold(database.pool, user, 10);
      return (client) => settle(client, id, 6);
    },
    [],
  ],
  [
    'a lost hold of it is swept',
    async (user) => {
      await expire(database.pool, (await hold(database.pool, user, 10)).id);
      return sweep;
    },
    [],
  ],
];

const ENDS = (['commit', 'rollback'] as const).flatMap((acting) =>
  (['commit', 'rollback'] as const).map((removing) => [acting, removing] as const),
);
const RACES = ORDERS.flatMap(([name, order]) =>
  ENDS.map(([acting, removing]) => ({ name, order, acting, removing })),
);

describe.each(ACTS)('an account is deleted while %s', (_, prepare, refusals) => {
  it.each(RACES)('$name, $acting and $removing: neither waits for ever', async (each) => {
    const user = await signUp(database.pool, inDays(-40));
    people.push(user);
    const remove = async (client: pg.PoolClient) => {
      await client.query('delete from auth.users where id = $1', [user]);
    };
    const [acting, removing] = await race(
      database.pool,
      [
        { run: await prepare(user), end: each.acting },
        { run: remove, end: each.removing },
      ],
      each.order,
    );
    expect(removing.code).toBeUndefined();
    expect([undefined, ...refusals]).toContain(acting.code);
    const { rows } = await database.pool.query(
      `select (select count(*) from public.profiles where id = $1) as profiles,
         (select count(*) from public.memberships where user_id = $1) as memberships`,
      [user],
    );
    if (each.removing === 'commit') expect(rows).toEqual([{ profiles: 0, memberships: 0 }]);
    else expect(rows).toEqual([expect.objectContaining({ profiles: 1 })]);
    await renewAll(database.pool);
  });
});
