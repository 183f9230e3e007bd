// Each function's own deno.json names every package it imports, as the hosted platform needs it,
// at the version that npm installs, with which it runs here.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { listFunctions } from '../../local/functions/find-function.ts';

const projectDir = join(import.meta.dirname, '..', '..');
const { dependencies } = readJson(join(projectDir, 'package.json'));
const functions = listFunctions(join(projectDir, 'supabase', 'functions'));

function readJson(path: string) {
  return JSON.parse(readFileSync(path, 'utf8'));
}

const STATIC = /^(?:import|export|\}).*? from '(.+)';$/gm;
/** What is loaded only when it is needed; the platform bundles it all the same. */
const DYNAMIC = /\bawait import\('(.+)'\)/g;

/** The bare specifiers that `entry` and the files it imports name. */
function packagesOf(entry: string): Set<string> {
  const packages = new Set<string>();
  const files = new Set([entry]);
  for (const file of files) {
    const source = readFileSync(fileURLToPath(file), 'utf8');
    for (const [, specifier = ''] of [...source.matchAll(STATIC), ...source.matchAll(DYNAMIC)])
      if (specifier.startsWith('.')) files.add(new URL(specifier, file).href);
      else packages.add(specifier);
  }
  return packages;
}

test.each(functions)('$name names exactly the packages it imports', ({ name, entry }) => {
  const { imports } = readJson(fileURLToPath(new URL('deno.json', entry)));
  const keys = Object.keys(imports);
  const used = [...packagesOf(entry)].map((specifier) =>
    keys.find((key) => (key.endsWith('/') ? specifier.startsWith(key) : specifier === key)),
  );
  expect(used, `${name} imports packages that its deno.json does not name`).not.toContain(
    undefined,
  );
  expect(keys.toSorted()).toEqual([...new Set(used)].toSorted());
});

test.each(functions)('$name uses the versions of package.json', ({ entry }) => {
  const { imports } = readJson(fileURLToPath(new URL('deno.json', entry)));
  for (const [key, target] of Object.entries(imports)) {
    const name = key.replace(/\/$/, '');
    const prefix = key.endsWith('/') ? 'npm:/' : 'npm:';
    expect(target).toBe(`${prefix}${name}@${dependencies[name]}${key.endsWith('/') ? '/' : ''}`);
  }
});
