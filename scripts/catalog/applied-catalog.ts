// applied-catalog: which catalog a database has.
import type { Catalog } from '../../shared/contracts/catalog.ts';
import { withConnection } from './with-connection.ts';

/** A catalog's name, and whether it is still as its file says. */
export interface AppliedCatalog {
  name: string;
  isCurrent: boolean;
}

/** The catalog that was applied last; `none` until one was. Throws when no database answers. */
export function appliedCatalog(url: string, catalogs: Catalog[]): Promise<AppliedCatalog> {
  return withConnection(url, async (client) => {
    const { rows } = await client.query<AppliedCatalog>(
      'select name, content = any ($1::jsonb[]) as "isCurrent" from private.catalog',
      [catalogs.map((catalog) => JSON.stringify(catalog))],
    );
    const [applied] = rows;
    if (!applied) throw new Error('The database has lost its catalog row.');
    return applied;
  });
}
