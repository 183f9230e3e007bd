// function-imports: the deno.json of each edge function, with the versions of package.json.
import { globSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';

const manifest = z.object({ dependencies: z.record(z.string(), z.string()) });

/** Contents by path; a package that package.json does not have is an error. */
export async function functionImports(projectDir: string): Promise<[string, string][]> {
  const text = await readFile(join(projectDir, 'package.json'), 'utf8');
  const { dependencies } = manifest.parse(JSON.parse(text));
  const paths = globSync('supabase/functions/*/deno.json', { cwd: projectDir }).sort();
  return Promise.all(
    paths.map(async (path): Promise<[string, string]> => {
      const configuration = await readFile(join(projectDir, path), 'utf8');
      return [path, pinVersions(path, configuration, dependencies)];
    }),
  );
}

// As in "npm:ai@7.0.1" and "npm:/@scope/name@1.2.3/": the name, then the version.
const SPECIFIER = /(?<="npm:\/?)((?:@[^/"@]+\/)?[^/"@]+)@[^/"]+/g;

function pinVersions(
  path: string,
  configuration: string,
  dependencies: Record<string, string>,
): string {
  return configuration.replace(SPECIFIER, (_, name: string) => {
    const version = dependencies[name];
    if (!version) throw new Error(`${path}: ${name} is not a dependency in package.json.`);
    return `${name}@${version}`;
  });
}
