// catalogs-races: a catalog is applied while people are at work.
import type pg from 'pg';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { readCatalog } from '../../scripts/catalog/read-catalog.ts';
import type { Catalog } from '../../shared/contracts/catalog.ts';
import { beginAction } from '../support/action.ts';
import { queryAs } from '../support/economy-world.ts';
import { ledgerViolations } from '../support/ledger-invariants.ts';
import { giveMembership } from '../support/membership.ts';
import { ownDatabase } from '../support/own-database.ts';
import { outcomeOf, settledOrBlocked } from '../support/race.ts';
import { begin, makeCharacter, makePerson, overSql } from '../support/turn.ts';
import type { Queryable } from '../support/wallet.ts';

const database = ownDatabase({ connections: 6, limits: true });
const miky = await readCatalog('miky');

const clients: pg.PoolClient[] = [];
async function connect(pool: pg.Pool = database.pool): Promise<pg.PoolClient> {
  const client = await pool.connect();
  clients.push(client);
  return client;
}

beforeEach(async () => {
  await database.pool.query('delete from public.memberships where true');
  await apply(database.pool, miky);
});
afterEach(async () => {
  for (const client of clients.splice(0)) client.release();
  expect(await ledgerViolations(database.pool)).toEqual([]);
});

async function apply(db: Queryable, catalog: Catalog): Promise<void> {
  await db.query('select private.apply_catalog($1)', [JSON.stringify(catalog)]);
}

/** miky with its default plan replaced by another one, which allows one request a day. */
function withSmallPlan(): Catalog {
  const plans = miky.plans.map((plan) => {
    if (plan.price.billing !== 'free') return plan;
    const limit = { meter: 'requests', scope: 'user', window_kind: 'day', window_seconds: 0 };
    return { ...plan, slug: 'small', limits: [{ ...limit, allowance: 1 }] };
  });
  return { ...miky, plans } as Catalog;
}

it('a character is taken back to draft meanwhile: nobody waits in a circle', async () => {
  const { pool } = database;
  const plans = miky.plans.map((plan) => ({ ...plan, features: ['own_characters' as const] }));
  await apply(pool, { ...miky, plans });
  const user = await makePerson(pool, 0);
  const { rows } = await pool.query(
    `insert into public.characters
       (owner_id, slug, name, tagline, greeting, category, model, status)
     values ($1, 'own', 'Own', 'Is own.', 'Hello.', 'test', 'gpt-4.1-mini', 'archived')
     returning id`,
    [user],
  );
  const [busy, operator, owner] = [await connect(), await connect(), await connect()];
  // Somebody is at work, so the catalog waits.
  await busy.query('begin');
  await busy.query('select private.require_wallet($1)', [await makePerson(pool, 0)]);
  const applying = outcomeOf(apply(operator, { ...miky, plans, markup_percent: 7 }));
  await settledOrBlocked(pool, operator, applying);
  const moving = outcomeOf(
    queryAs(owner, user, `public.move_character($2, 'draft')`, [rows[0].id]),
  );
  await settledOrBlocked(pool, owner, moving);
  await busy.query('commit');
  expect([(await applying).code, (await moving).code]).toEqual([undefined, undefined]);
});

it.each(['turn', 'action'])('a %s that waits for it is limited by the new plans', async (kind) => {
  const { pool } = database;
  const character = await makeCharacter(pool, { price: 0 });
  const user = await makePerson(pool, 100);
  const [operator, one] = [await connect(), await connect(database.service)];
  const ask = () =>
    outcomeOf(
      kind === 'turn'
        ? begin(overSql(one), { user, character })
        : beginAction(overSql(one), { user, action: 'idea' }),
    );
  await operator.query('begin');
  await apply(operator, withSmallPlan());
  const asking = ask();
  await settledOrBlocked(pool, one, asking);
  await operator.query('commit');
  expect((await asking).code).toBeUndefined();
  const { rows } = await pool.query(`select plan from public.${kind}s where user_id = $1`, [user]);
  expect(rows).toEqual([{ plan: 'small' }]);
  expect(await ask()).toEqual({ code: 'PT429' });
});

it('a membership that is taken back first gives a turn that waits nothing', async () => {
  const { pool } = database;
  const character = await makeCharacter(pool, { isPremium: true });
  const user = await makePerson(pool, 100);
  const { id } = await giveMembership(pool, { user, plan: 'plus', source: 'admin' });
  const [admin, one] = [await connect(), await connect(database.service)];
  await admin.query('begin');
  await admin.query('select private.revoke_membership($1)', [id]);
  const asking = outcomeOf(begin(overSql(one), { user, character }));
  await settledOrBlocked(pool, one, asking);
  await admin.query('commit');
  expect(await asking).toEqual({ code: 'PT403' });
});
