// catalogs: what applying each catalog stores, once, and when it is refused.
import { beforeEach, describe, expect, it } from 'vitest';
import { catalogNames, readCatalog } from '../../scripts/catalog/read-catalog.ts';
import {
  actions,
  type Catalog,
  features,
  meters,
  windowKinds,
} from '../../shared/contracts/catalog.ts';
import { ownDatabase } from '../support/own-database.ts';

const database = ownDatabase({ connections: 4 });
const NAMES = catalogNames();

async function query<Row>(text: string, values: unknown[] = []): Promise<Row[]> {
  return (await database.pool.query(text, values)).rows as Row[];
}

/** Whether it changed anything. */
async function apply(name: string): Promise<boolean> {
  const [row] = await query<{ changed: boolean }>('select private.apply_catalog($1) as changed', [
    JSON.stringify(await readCatalog(name)),
  ]);
  return row?.changed ?? false;
}

/** All that a catalog decides, as rows; where `offered`, without what is retired. */
async function stored({ offered = false } = {}): Promise<Record<string, unknown[]>> {
  const state = offered ? `where state = 'offered'` : '';
  const tables = {
    catalog: 'select name, credit_value_micros, markup_percent from private.catalog',
    plans: `select * from public.plans ${state} order by rank, slug`,
    limits: `select plan_limits.* from public.plan_limits join public.plans on slug = plan ${state}
      order by plan_limits`,
    packs: `select * from public.credit_packs ${state} order by credits, slug`,
    prices: `select action, pricing, credits, per from public.action_prices
      where state = 'offered' order by action`,
    characters: `select slug, pricing, credit_price, is_premium from public.characters
      order by slug`,
  };
  const rows = Object.entries(tables).map(async ([name, text]) => [name, await query(text)]);
  return Object.fromEntries(await Promise.all(rows));
}

const sorted = <T>(rows: T[], key: (row: T) => string) =>
  rows.toSorted((one, other) => (key(one) < key(other) ? -1 : 1));

/** What the tables must hold, from the file alone. */
function expected(catalog: Catalog, slugs: string[]): Record<string, unknown> {
  const { name, credit_value_micros, markup_percent, currency } = catalog;
  return {
    catalog: [{ name, credit_value_micros, markup_percent }],
    plans: catalog.plans
      .toSorted((one, other) => one.rank - other.rank)
      .map(({ price, limits: _, models = null, ...plan }) => ({
        ...plan,
        models,
        billing: price.billing,
        is_default: price.billing === 'free',
        amount_cents: 'amount_cents' in price ? price.amount_cents : 0,
        pass_days: 'pass_days' in price ? price.pass_days : null,
        trial_days: ('trial_days' in price && price.trial_days) || null,
        currency,
        state: 'offered',
      })),
    packs: catalog.credit_packs
      .toSorted((one, other) => one.credits - other.credits)
      .map((pack) => ({ ...pack, currency, state: 'offered' })),
    prices: sorted(
      catalog.prices.map((price) => ({ credits: null, per: null, ...price })),
      ({ action }) => action,
    ),
    characters: slugs.map((slug) => {
      const price = catalog.characters[slug] ?? catalog.characters.default;
      if (!price) throw new Error(`${name} has no default price.`);
      const credit_price = price.pricing === 'fixed' ? price.credits : 0;
      return { slug, pricing: price.pricing, credit_price, is_premium: price.premium };
    }),
  };
}

async function somebody(): Promise<string> {
  const id = crypto.randomUUID();
  await query('insert into auth.users (id, email) values ($1, $2)', [id, `${id}@parley.test`]);
  return id;
}

async function give(userId: string, plan: string): Promise<string> {
  const [membership] = await query<{ id: string }>(
    `select (private.grant_membership($1, $2, 'admin', $3, now(), null)).id`,
    [userId, plan, crypto.randomUUID()],
  );
  if (!membership) throw new Error('No membership was made.');
  return membership.id;
}

/** A plan that the one catalog has and the other lacks. */
async function planOnlyIn(name: string, other: string): Promise<string> {
  const lacking = new Set((await readCatalog(other)).plans.map(({ slug }) => slug));
  const plan = (await readCatalog(name)).plans.find(({ slug }) => !lacking.has(slug));
  if (!plan) throw new Error(`${other} has all plans of ${name}: change a slug for this test.`);
  return plan.slug;
}

const PAIRS = NAMES.flatMap((from) =>
  NAMES.filter((to) => to !== from).map((to): [string, string] => [from, to]),
);

beforeEach(async () => {
  // Also the demonstration account's, so that nobody has a plan.
  await query('delete from public.memberships');
  await query(`update private.catalog set content = '{}'`);
});

describe.each(NAMES)('%s', (name) => {
  it('is stored exactly as its file says', async () => {
    const catalog = await readCatalog(name);
    await apply(name);
    const { limits, ...rest } = await stored({ offered: true });
    const slugs = rest.characters?.map((row) => (row as { slug: string }).slug) ?? [];
    expect(slugs).toHaveLength(10);
    expect(rest).toEqual(expected(catalog, slugs));
    const asText = (row: unknown) => JSON.stringify(Object.entries(row as object).sort());
    expect(limits?.map(asText).sort()).toEqual(
      catalog.plans
        .flatMap(({ slug: plan, limits: of }) => of.map((limit) => asText({ plan, ...limit })))
        .sort(),
    );
  });

  it('applied again, also twice at once, changes nothing', async () => {
    expect(await Promise.all([apply(name), apply(name)])).toEqual(
      expect.arrayContaining([true, false]),
    );
    const before = [await stored(), await query('select * from private.catalog')];
    expect(await apply(name)).toBe(false);
    expect([await stored(), await query('select * from private.catalog')]).toEqual(before);
  });

  it('names only characters that there are', async () => {
    const { default: _, ...named } = (await readCatalog(name)).characters;
    const known = await query<{ slug: string }>('select slug from public.characters');
    expect(known.map(({ slug }) => slug)).toEqual(expect.arrayContaining(Object.keys(named)));
  });

  it('prices what its plans switch on, and sells nothing that no plan allows', async () => {
    const { plans, prices } = await readCatalog(name);
    const kinds = await query<{ action: string; feature: string | null }>(
      'select action, feature from private.action_kind',
    );
    const isPriced = (action: string) => prices.some((price) => price.action === action);
    const on = new Set<string | null>([null, ...plans.flatMap((plan) => plan.features)]);
    for (const { action, feature } of kinds) {
      if (isPriced(action)) expect([...on], action).toContain(feature);
    }
    for (const feature of on) {
      const needing = kinds.filter((kind) => feature !== null && kind.feature === feature);
      if (needing.length > 0) {
        expect(
          needing.some(({ action }) => isPriced(action)),
          `${feature}`,
        ).toBe(true);
      }
    }
  });
});

describe('going from one catalog to another', () => {
  it.each(PAIRS)('from %s to %s works while nobody has a plan', async (from, to) => {
    await apply(from);
    expect(await apply(to)).toBe(true);
    const plans = await query<{ slug: string; is_default: boolean }>('select * from public.plans');
    const { plans: wanted } = await readCatalog(to);
    expect(plans.map(({ slug }) => slug).sort()).toEqual(wanted.map(({ slug }) => slug).sort());
    expect(plans.filter(({ is_default }) => is_default)).toHaveLength(1);
  });

  it.each(PAIRS)(
    'from %s to %s is refused while somebody has a plan that would go',
    async (from, to) => {
      const plan = await planOnlyIn(from, to);
      await apply(from);
      for (const person of [await somebody(), await somebody()]) await give(person, plan);
      const before = await stored();
      await expect(apply(to)).rejects.toMatchObject({
        code: 'PT409',
        message: 'catalog_orphans_memberships',
        detail: JSON.stringify({ [plan]: 2 }).replace(':', ': '),
      });
      expect(await stored()).toEqual(before);
    },
  );

  it('a plan that somebody will only have later may not go either', async () => {
    await apply('mirai');
    await query(
      `select private.grant_membership(
        $1, 'enterprise', 'admin', 'later', now() + interval '1 day', null)`,
      [await somebody()],
    );
    await expect(apply('miky')).rejects.toMatchObject({ message: 'catalog_orphans_memberships' });
  });

  it('a plan that somebody only had is retired, keeps its limits, and comes back', async () => {
    await apply('mirai');
    await query('select private.revoke_membership($1)', [
      await give(await somebody(), 'enterprise'),
    ]);
    const limits = `select count(*)::int as count from public.plan_limits
      where plan = 'enterprise'`;
    const [before] = await query(limits);
    expect(await apply('miky')).toBe(true);
    const states = `select slug, state from public.plans where slug in ('enterprise', 'pro')`;
    expect(await query(states)).toEqual([{ slug: 'enterprise', state: 'retired' }]);
    expect(await query(limits)).toEqual([before]);
    await expect(give(await somebody(), 'enterprise')).rejects.toMatchObject({ code: 'PT404' });
    await apply('mirai');
    expect(await query(`${states} order by slug`)).toEqual([
      { slug: 'enterprise', state: 'offered' },
      { slug: 'pro', state: 'offered' },
    ]);
  });

  it('packs that are gone are retired, not deleted', async () => {
    await apply('miky');
    await apply('flowmatik');
    const packs = await query<{ state: string }>('select * from public.credit_packs');
    expect(packs.length).toBeGreaterThan(0);
    expect(new Set(packs.map(({ state }) => state))).toEqual(new Set(['retired']));
  });
});

describe('the lists of the contract are those of the database', () => {
  it.each([
    ['plans_features_check', features],
    ['plan_limits_window_kind_check', windowKinds],
  ])('%s', async (constraint, list) => {
    const [row] = await query<{ definition: string }>(
      'select pg_get_constraintdef(oid) as definition from pg_constraint where conname = $1',
      [constraint],
    );
    const words = [...(row?.definition ?? '').matchAll(/'(\w+)'::text/g)].map(([, word]) => word);
    expect(words.sort()).toEqual([...list].sort());
  });

  it('private.meter_kind', async () => {
    const kinds = await query<{ meter: string }>('select meter from private.meter_kind');
    expect(kinds.map(({ meter }) => meter).sort()).toEqual([...meters].sort());
  });

  it('private.action_kind: its actions, and features that there are', async () => {
    const kinds = await query<{ action: string; feature: string | null }>(
      'select action, feature from private.action_kind',
    );
    expect(kinds.map(({ action }) => action).sort()).toEqual([...actions].sort());
    for (const { feature } of kinds) if (feature !== null) expect(features).toContain(feature);
  });
});
