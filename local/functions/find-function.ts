// find-function: from a request's path to the function that answers it.
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

export interface EdgeFunction {
  name: string;
  /** file: URL of its index.ts. */
  entry: string;
}

const slug = /^[A-Za-z][A-Za-z0-9_-]*$/;

/** The function named by the first segment of `path`, if `functionsDir` has it. */
export function findFunction(functionsDir: string, path: string): EdgeFunction | undefined {
  const name = path.split(/[/?]/, 2)[1] ?? '';
  const file = join(functionsDir, name, 'index.ts');
  if (!slug.test(name) || !existsSync(file)) return undefined;
  return { name, entry: pathToFileURL(file).href };
}

/** All functions, by name; folders that begin with an underscore are not functions. */
export function listFunctions(functionsDir: string): EdgeFunction[] {
  return readdirSync(functionsDir)
    .sort()
    .flatMap((name) => findFunction(functionsDir, `/${name}`) ?? []);
}
