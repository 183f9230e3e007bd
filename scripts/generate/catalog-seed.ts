// catalog-seed: supabase/catalog.sql, which applies a new project's catalog, as SQL for the seed.
import { join } from 'node:path';
import { readCatalog } from '../catalog/read-catalog.ts';

const NAME = 'miky';
const HEADER = `-- catalog: the product that a new project runs; made by \`npm run generate\` from
-- catalogs/${NAME}.json, do not edit. Another: \`npm run catalog -- apply NAME\`.

`;

/** The statement that applies the catalog; again, it changes nothing. */
export async function catalogSeed(projectDir: string): Promise<string> {
  const catalog = await readCatalog(NAME, join(projectDir, 'catalogs'));
  const json = JSON.stringify(catalog, null, 2);
  return `${HEADER}select private.apply_catalog($catalog$${json}$catalog$);\n`;
}
