// limits-pruned: what the job that forgets old counts and reservations must not forget.
import { expect, it } from 'vitest';
import { beginAction, endAction, offerAction } from '../support/action.ts';
import { giveMembership, makePlan } from '../support/membership.ts';
import { ownDatabase } from '../support/own-database.ts';
import { makePerson, overSql, refusalOf } from '../support/turn.ts';

const database = ownDatabase({ connections: 2, limits: true });

it('what works for days counts all the while, and for no quota when it fails', async () => {
  const { pool } = database;
  const call = overSql(database.service);
  await offerAction(pool, 'fine_tuning', { credits: 5, per: 1 });
  const plan = await makePlan(pool, { features: ['fine_tuning'] });
  await pool.query(
    `insert into public.plan_limits (plan, meter, scope, window_kind, allowance)
     values ($1, 'fine_tunings', 'user', 'ever', 1)`,
    [plan],
  );
  const user = await makePerson(pool, 100);
  await giveMembership(pool, { user, plan, source: 'admin' });

  const asked = { user, action: 'fine_tuning' };
  const begun = await beginAction(call, asked);
  await pool.query(
    `update private.allowance_reservation set created_at = now() - interval '3 days'
     where user_id = $1`,
    [user],
  );
  await pool.query('select private.prune_limits()');
  expect(await refusalOf(beginAction(call, asked))).toMatchObject({ code: 'PT429' });
  await endAction(call, begun, { isDone: false });
  const again = await beginAction(call, asked);

  await endAction(call, again);
  await pool.query(
    `update private.allowance_reservation set created_at = now() - interval '3 days'
     where user_id = $1`,
    [user],
  );
  await pool.query('select private.prune_limits()');
  const { rows } = await pool.query(
    'select count(*) as count from private.allowance_reservation where user_id = $1',
    [user],
  );
  expect(rows).toEqual([{ count: 0 }]);
});
