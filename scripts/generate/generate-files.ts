// generate-files: what the generated files of the repository must hold now.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startProjectDatabase } from '../../local/database/start-project-database.ts';
import { freePort } from '../../local/ports.ts';
import { catalogSeed } from './catalog-seed.ts';
import { databaseTypes } from './database-types.ts';
import { envExample } from './env-example.ts';
import { errorsPage } from './errors-page.ts';
import { functionImports } from './function-imports.ts';
import { schemaFiles } from './schema-files.ts';

/** The folder whose SQL files are all generated, and of which none stays that is not. */
export const SCHEMAS = 'supabase/schemas';

/** Contents by path, relative to `projectDir`; made from migrations, catalogs and `shared/`. */
export async function generateFiles(projectDir: string): Promise<Map<string, string>> {
  const folder = await mkdtemp(join(tmpdir(), 'parley-generate-'));
  try {
    const database = await startProjectDatabase({
      projectDir,
      dataDir: join(folder, 'data'),
      port: await freePort(),
      durable: false,
    });
    try {
      const source = { projectDir, url: database.url() };
      const [types, schemas, errors, imports, catalog] = await Promise.all([
        databaseTypes(source),
        schemaFiles(source),
        errorsPage(source),
        functionImports(projectDir),
        catalogSeed(projectDir),
      ]);
      return new Map([
        ['shared/database.types.ts', types],
        ['.env.example', envExample()],
        ['docs/errors.md', errors],
        ['supabase/catalog.sql', catalog],
        ...imports,
        ...[...schemas].map(([path, sql]) => [`${SCHEMAS}/${path}`, sql] as const),
      ]);
    } finally {
      await database.stop();
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
