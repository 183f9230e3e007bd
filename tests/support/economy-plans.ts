// economy-plans: subscriptions, passes, trials and their changes, of the economy's people.
import { type Handlers, operationKey, queryAs } from './economy-world.ts';
import { givePass, type Membership } from './membership.ts';
import type { Queryable } from './wallet.ts';

type PlanVerb = 'subscribe' | 'pass' | 'trial' | 'replace' | 'revoke' | 'renew';

/** What billing, admins and people themselves do with plans. */
export const PLANS: Handlers<PlanVerb> = {
  subscribe: ({ db, world, user }, call) =>
    db.query(
      `select private.grant_membership($1, $2, $3, $4, starts_at,
         starts_at + make_interval(days => $6))
       from (select now() + make_interval(days => $5) as starts_at) as given`,
      [
        user,
        call.plan,
        call.source,
        `plan:${operationKey(world, call)}`,
        call.startsIn,
        call.lasts,
      ],
    ),
  pass: ({ db, world, user }, call) =>
    givePass(db, user, 'fortnight', `pass:${operationKey(world, call)}`),
  trial: ({ db, user }) => queryAs(db, user, 'public.start_trial($2)', ['plus']),
  replace: async ({ db, world, user }, call) => {
    const old = await membershipOf(db, user, call.nth, ['subscription']);
    if (!old) return;
    await db.query('select private.replace_membership($1, $2, coalesce($3, now()), $4)', [
      old.id,
      call.plan,
      call.isAtEnd ? old.ends_at : null,
      `plan:${operationKey(world, call)}`,
    ]);
  },
  revoke: async ({ db, user }, { nth }) => {
    const old = await membershipOf(db, user, nth, ['subscription', 'pass', 'trial', 'admin']);
    if (old) await db.query('select private.revoke_membership($1)', [old.id]);
  },
  renew: ({ db, user }) => db.query('select private.renew_wallet($1)', [user]),
};

async function membershipOf(
  db: Queryable,
  user: string,
  nth: number,
  sources: Membership['source'][],
): Promise<Membership | undefined> {
  const { rows } = await db.query(
    `select * from public.memberships where user_id = $1 and source = any ($2)
     order by state = 'live' desc, created_at desc, id offset $3 limit 1`,
    [user, sources, nth],
  );
  return rows[0];
}
