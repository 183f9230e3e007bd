// catalog-plans: every plan of every catalog and all of its limits, as tables for tests.
import { catalogNames, readCatalog } from '../../scripts/catalog/read-catalog.ts';
import type { Catalog } from '../../shared/contracts/catalog.ts';
import type { Queryable } from './wallet.ts';

export type Plan = Catalog['plans'][number];
export type Limit = Plan['limits'][number];

/** A limit of a plan, with a name to read in the report. */
export interface PlanLimit {
  title: string;
  plan: Plan;
  limit: Limit;
}

/** All catalogs of this repository. */
export const CATALOGS: readonly Catalog[] = await Promise.all(
  catalogNames().map((name) => readCatalog(name)),
);

/** All limits of a catalog. */
export function limitsOf({ plans }: Catalog): PlanLimit[] {
  return plans.flatMap((plan) =>
    plan.limits.map((limit) => ({ title: titleOf(plan, limit), plan, limit })),
  );
}

function titleOf(plan: Plan, limit: Limit): string {
  const window = limit.window_seconds ? `${limit.window_seconds} s` : limit.window_kind;
  return `${plan.slug}: ${limit.allowance} ${limit.meter} per ${window} and ${limit.scope}`;
}

/**
 * Makes a catalog the product; nobody has a plan then. Each model that it names gets a price, one
 * micro a token, for what it charges by cost.
 */
export async function applyCatalog(db: Queryable, catalog: Catalog): Promise<void> {
  await db.query('delete from public.memberships where true');
  await db.query('select private.apply_catalog($1)', [JSON.stringify(catalog)]);
  await db.query(
    `insert into private.model_price (provider, model, valid_from, input_micros, output_micros,
       training_token_micros)
     select 'test', model, now(), 1000000, 1000000, 1000000
     from (
       select unnest(models) as model from public.plans union select model from public.characters
     ) as named`,
  );
}
