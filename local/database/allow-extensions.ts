// allow-extensions: contrib extensions that hosted Supabase lets `postgres` create.
// There supautils allows them; here their control files are marked as trusted, to the same effect.
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { ExtensionFile } from './install-extensions.ts';

/** Those of the platform's list (supautils privileged_extensions) that contrib does not trust. */
const ALLOWED = [
  'autoinc',
  'bloom',
  'dblink',
  'dict_xsyn',
  'earthdistance',
  'insert_username',
  'moddatetime',
  'pg_prewarm',
  'pg_stat_statements',
  'pg_walinspect',
  'pgrowlocks',
  'pgstattuple',
  'postgres_fdw',
  'refint',
  'sslinfo',
];

/** Their control files, as they must be in `extensionDir`. */
export async function allowedControlFiles(extensionDir: string): Promise<ExtensionFile[]> {
  return await Promise.all(
    ALLOWED.map(async (extension) => {
      const name = `${extension}.control`;
      const text = await readFile(path.join(extensionDir, name), 'utf8');
      const isTrusted = /^trusted = true$/m.test(text);
      return { name, text: isTrusted ? text : `${text.trimEnd()}\ntrusted = true\n` };
    }),
  );
}
