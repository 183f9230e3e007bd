// plan-limits-shared: whose a limit is, a person's, an address's or a character's, and what it is
// when the plan changes.
import { beforeAll, describe, expect, it } from 'vitest';
import {
  applyCatalog,
  CATALOGS,
  type Limit,
  limitsOf,
  type Plan,
  type PlanLimit,
} from '../support/catalog-plans.ts';
import { giveMembership } from '../support/membership.ts';
import { atOneMoment } from '../support/one-moment.ts';
import { ownDatabase } from '../support/own-database.ts';
import {
  amountOfTake,
  exhaust,
  makeMember,
  startWalk,
  take,
  takeAndFinish,
  type Walk,
} from '../support/plan-walk.ts';
import { makeCharacter, refusalOf } from '../support/turn.ts';

const database = ownDatabase({ connections: 2, limits: true });

interface Upgrade extends PlanLimit {
  higher: Plan;
}

/** Each limit with each plan of a higher rank. */
function upgradesOf(catalog: (typeof CATALOGS)[number]): Upgrade[] {
  return limitsOf(catalog).flatMap((planLimit) =>
    catalog.plans
      .filter(({ rank }) => rank > planLimit.plan.rank)
      .map((higher) => ({ ...planLimit, higher, title: `${planLimit.title}, to ${higher.slug}` })),
  );
}

/** The limit that a plan has instead of another's; none is no limit. */
function sameLimit(plan: Plan, { meter, scope, window_kind, window_seconds }: Limit) {
  return plan.limits.find(
    (limit) =>
      limit.meter === meter &&
      limit.scope === scope &&
      limit.window_kind === window_kind &&
      limit.window_seconds === window_seconds,
  );
}

/** How much more a plan gives to who has used the lower plan's limit up; null is no limit. */
function leftAfterUpgrade(limit: Limit, higher: Limit | undefined): number | null {
  if (!higher) return null;
  // A bucket is of one allowance: with another allowance it is a new one.
  if (limit.window_kind === 'rolling')
    return higher.allowance === limit.allowance ? 0 : higher.allowance;
  return higher.allowance - limit.allowance;
}

const takeOneTooMany = (walk: Walk) =>
  take(walk, walk.limit.window_kind === 'request' ? { units: walk.limit.allowance + 1 } : {});

const takeOnce = (walk: Walk) =>
  walk.limit.window_kind === 'at_once' ? take(walk) : takeAndFinish(walk);

/** Refused by exactly this limit. */
async function expectRefused(walk: Walk): Promise<void> {
  const { meter, scope, window_kind: window, allowance } = walk.limit;
  const refusal = await refusalOf(takeOneTooMany(walk));
  expect(refusal).toMatchObject({ code: 'PT429' });
  expect(JSON.parse(refusal.details)).toMatchObject({ meter, scope, window, allowance });
}

async function planOf({ moment, user }: Walk): Promise<string> {
  return ((await moment.call('read_entitlements', { p_user_id: user })) as { plan: string }).plan;
}

describe.each(CATALOGS.map((catalog) => ({ name: catalog.name, catalog })))(
  '$name',
  ({ catalog }) => {
    beforeAll(() => applyCatalog(database.pool, catalog));
    const limits = limitsOf(catalog);
    const perAddress = limits.filter(({ limit }) => limit.scope === 'ip');
    const perPerson = limits.filter(
      ({ limit }) => limit.scope !== 'ip' && limit.window_kind !== 'request',
    );
    const perCharacter = limits.filter(({ limit }) => limit.scope === 'character');

    it.each(upgradesOf(catalog))('opens and closes with the plan: $title', async (upgrade) => {
      await atOneMoment(database.pool, async (moment) => {
        const walk = await startWalk(moment, upgrade);
        if (upgrade.limit.window_kind !== 'request') await exhaust(walk);
        await expectRefused(walk);

        const { user } = walk;
        const { slug } = upgrade.higher;
        const { id } = await giveMembership(moment.db, {
          user,
          plan: slug,
          source: 'admin',
          startsAt: 'now',
        });
        expect(await planOf(walk)).toBe(slug);
        const limit = sameLimit(upgrade.higher, upgrade.limit);
        const higher = { ...walk, plan: upgrade.higher, limit: limit ?? upgrade.limit };
        const left = leftAfterUpgrade(upgrade.limit, limit);
        const amount = amountOfTake(walk);
        if (left !== null && left < amount) {
          await expectRefused(higher);
        } else if (upgrade.limit.window_kind === 'request') {
          await take(higher, { units: upgrade.limit.allowance + 1 });
        } else {
          const taken = await takeOnce(higher);
          expect(taken.state?.left).toBe(left === null ? undefined : left - amount);
        }

        await moment.db.query('update public.memberships set ends_at = now() where id = $1', [id]);
        expect(await planOf(walk)).toBe(upgrade.plan.slug);
        await expectRefused(walk);
      });
    });

    if (perPerson.length > 0) {
      it.each(perPerson)('is of one person, not of their twin: $title', async (planLimit) => {
        await atOneMoment(database.pool, async (moment) => {
          const walk = await startWalk(moment, planLimit);
          const twin = await makeMember(moment, planLimit.plan);
          await exhaust(walk);
          await expectRefused(walk);
          const { state } = await take({ ...walk, user: twin });
          expect(state?.used).toBe(amountOfTake(walk));
          await expectRefused(walk);
        });
      });
    }

    if (perCharacter.length > 0) {
      it.each(perCharacter)('is of one character, not of another: $title', async (planLimit) => {
        await atOneMoment(database.pool, async (moment) => {
          const walk = await startWalk(moment, planLimit);
          const other = await makeCharacter(moment.db, { price: 1 });
          await exhaust(walk);
          await expectRefused(walk);
          expect((await takeAndFinish({ ...walk, character: other })).state?.used).toBe(1);
          await expectRefused(walk);
        });
      });
    }

    if (perAddress.length > 0) {
      it.each(perAddress)('is of all at one address: $title', async (planLimit) => {
        await atOneMoment(database.pool, async (moment) => {
          const walk = await startWalk(moment, planLimit);
          await exhaust(walk);
          const [one, other] = [
            { ...walk, user: await makeMember(moment, planLimit.plan) },
            { ...walk, user: await makeMember(moment, planLimit.plan) },
          ];
          for (const each of [walk, one, other]) await expectRefused(each);
          await expectRefused({ ...one, ip: '::ffff:203.0.113.7' });
          expect((await takeAndFinish({ ...one, ip: '203.0.113.8' })).state?.used).toBe(1);
          expect((await takeAndFinish({ ...one, ip: '::ffff:203.0.113.9' })).state?.used).toBe(1);
          expect((await takeAndFinish({ ...one, ip: null })).state).toBeUndefined();
        });
      });

      it.each(perAddress)('is of all of a customer of IPv6: $title', async (planLimit) => {
        await atOneMoment(database.pool, async (moment) => {
          const walk = { ...(await startWalk(moment, planLimit)), ip: '2001:db8:0:7::1' };
          await exhaust(walk);
          const neighbour = { ...walk, user: await makeMember(moment, planLimit.plan) };
          await expectRefused({ ...neighbour, ip: '2001:db8:0:7:ffff:ffff:ffff:ffff' });
          await expectRefused({ ...neighbour, ip: '2001:0DB8:0000:0007:0000:0000:0000:0002' });
          expect((await takeAndFinish({ ...neighbour, ip: '2001:db8:0:8::1' })).state?.used).toBe(
            1,
          );
        });
      });
    }
  },
);
