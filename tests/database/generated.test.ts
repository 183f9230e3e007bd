// generated: the files that are made from others are as they would be made now.
import { globSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, it } from 'vitest';
import { generateFiles, SCHEMAS } from '../../scripts/generate/generate-files.ts';

const ROOT = path.join(import.meta.dirname, '..', '..');

it('generated files are fresh: `npm run generate` refreshes them', async () => {
  const files = await generateFiles(ROOT);
  const stale: string[] = [];
  for (const [name, content] of files) {
    const committed = await readFile(path.join(ROOT, name), 'utf8').catch(() => undefined);
    if (committed !== content) stale.push(name);
  }
  const left = globSync(`${SCHEMAS}/**/*.sql`, { cwd: ROOT }).filter((name) => !files.has(name));
  expect([...stale, ...left], 'Run `npm run generate` and commit what it changes.').toEqual([]);
  expect(files.size).toBeGreaterThan(40);
}, 120_000);
