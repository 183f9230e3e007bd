// schema-files: the whole schema for reading, a file per table and function, from the migrated
// database. Migrations stay the only source.
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative, sep } from 'node:path';
import { runGenerator } from './run-generator.ts';
import type { Source } from './source.ts';

const HEADER = '-- Made by `npm run generate` from the migrations; for reading, do not edit.\n\n';

/** The CLI's declarative export: SQL by path below the folder. */
export async function schemaFiles(source: Source): Promise<Map<string, string>> {
  const folder = await mkdtemp(join(tmpdir(), 'parley-schemas-'));
  try {
    await runGenerator(source, [
      ...['db', 'schema', 'declarative', 'generate'],
      ...['--experimental', '--overwrite', '--output-dir', folder],
    ]);
    const entries = await readdir(folder, { recursive: true, withFileTypes: true });
    const paths = entries
      .filter((entry) => entry.isFile() && entry.name.endsWith('.sql'))
      .map((entry) => join(entry.parentPath, entry.name))
      .sort();
    return new Map(
      await Promise.all(
        paths.map(async (path): Promise<[string, string]> => {
          const sql = await readFile(path, 'utf8');
          return [relative(folder, path).replaceAll(sep, '/'), `${HEADER}${sql.trimEnd()}\n`];
        }),
      ),
    );
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
