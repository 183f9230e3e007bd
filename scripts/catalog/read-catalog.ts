// read-catalog: the catalogs of this repository, catalogs/<name>.json.
import { readdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Catalog, catalog } from '../../shared/contracts/catalog.ts';

const CATALOGS = join(import.meta.dirname, '..', '..', 'catalogs');

/** The names that `readCatalog` takes, sorted. */
export function catalogNames(folder = CATALOGS): string[] {
  return readdirSync(folder)
    .filter((file) => file.endsWith('.json'))
    .map((file) => file.replace(/\.json$/, ''))
    .sort();
}

/**
 * A catalog as `private.apply_catalog` takes it. Throws one sentence when there is none of that
 * name, or when its file is not valid: then with every place that is wrong.
 */
export async function readCatalog(name: string, folder = CATALOGS): Promise<Catalog> {
  const names = catalogNames(folder);
  if (!names.includes(name)) {
    throw new Error(`There is no catalog ${name}; there are ${names.join(', ')}.`);
  }
  const file = `catalogs/${name}.json`;
  const parsed = catalog.safeParse(
    parseJson(file, await readFile(join(folder, `${name}.json`), 'utf8')),
  );
  if (!parsed.success) {
    const problems = parsed.error.issues.map(
      ({ path, message }) => `${path.join('.')}: ${message}`,
    );
    throw new Error(`${file} is not valid: ${problems.join('; ')}.`);
  }
  if (parsed.data.name !== name) {
    throw new Error(
      `${file} is not valid: name: it is ${parsed.data.name} in a file of that name.`,
    );
  }
  return parsed.data;
}

function parseJson(file: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new Error(`${file} is not JSON: ${(cause as Error).message}.`, { cause });
  }
}
