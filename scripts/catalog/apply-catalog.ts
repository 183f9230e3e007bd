// apply-catalog: makes a catalog the product of a project, through private.apply_catalog().
import pg from 'pg';
import { z } from 'zod';
import type { Catalog } from '../../shared/contracts/catalog.ts';
import { withConnection } from './with-connection.ts';

/**
 * The demonstration account of seed.sql has the best plan of whichever catalog is applied: its
 * membership is moved, so that it never keeps a catalog from being applied.
 */
const TAKE_DEMO_PLAN = `
  select private.revoke_membership(id) from public.memberships
  where source = 'admin' and operation_key like 'seed:%' and state = 'live'`;
const GIVE_DEMO_PLAN = `
  select private.grant_membership(user_id, best.slug, 'admin',
    'seed:' || gen_random_uuid(), now(), null)
  from (
    select distinct user_id from public.memberships
    where source = 'admin' and operation_key like 'seed:%'
  ) as demo
  cross join (
    select slug from public.plans where state = 'offered' order by rank desc limit 1
  ) as best`;

const orphans = z.record(z.string(), z.number());

/**
 * Applies a catalog, all or nothing; false when it is applied already. Throws one sentence when
 * people have plans that it lacks, naming how many have which.
 */
export function applyCatalog(catalog: Catalog, url: string): Promise<boolean> {
  return withConnection(url, async (client) => {
    try {
      await client.query('begin');
      const isChanged = await apply(client, catalog);
      await client.query(isChanged ? 'commit' : 'rollback');
      return isChanged;
    } catch (error) {
      if (!isOrphaning(error)) throw error;
      const plans = Object.entries(orphans.parse(JSON.parse(error.detail)))
        .sort(([one], [other]) => one.localeCompare(other))
        .map(([plan, people]) => `${plan} (${people} ${people === 1 ? 'person' : 'people'})`);
      throw new Error(
        `${catalog.name} is not applied: it lacks plans that people still have: ` +
          `${plans.join(', ')}. Move or end those first.`,
        { cause: error },
      );
    }
  });
}

async function apply(client: pg.Client, catalog: Catalog): Promise<boolean> {
  await client.query(TAKE_DEMO_PLAN);
  const { rows } = await client.query<{ changed: boolean }>(
    'select private.apply_catalog($1) as changed',
    [JSON.stringify(catalog)],
  );
  await client.query(GIVE_DEMO_PLAN);
  return rows[0]?.changed ?? false;
}

function isOrphaning(error: unknown): error is pg.DatabaseError & { detail: string } {
  return (
    error instanceof pg.DatabaseError &&
    error.code === 'PT409' &&
    error.message === 'catalog_orphans_memberships' &&
    error.detail !== undefined
  );
}
