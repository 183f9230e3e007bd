// apply-catalog: makes a catalog the product of a project, through private.apply_catalog().
import pg from 'pg';
import { z } from 'zod';
import type { Catalog } from '../../shared/contracts/catalog.ts';
import { withConnection } from './with-connection.ts';

const orphans = z.record(z.string(), z.number());

/**
 * Applies a catalog, all or nothing; false when it is applied already. Throws one sentence when
 * people have plans that it lacks, naming how many have which.
 */
export function applyCatalog(catalog: Catalog, url: string): Promise<boolean> {
  return withConnection(url, async (client) => {
    try {
      const { rows } = await client.query<{ changed: boolean }>(
        'select private.apply_catalog($1) as changed',
        [JSON.stringify(catalog)],
      );
      return rows[0]?.changed ?? false;
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

function isOrphaning(error: unknown): error is pg.DatabaseError & { detail: string } {
  return (
    error instanceof pg.DatabaseError &&
    error.code === 'PT409' &&
    error.message === 'catalog_orphans_memberships' &&
    error.detail !== undefined
  );
}
