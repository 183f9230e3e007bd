// generate: refreshes every file that is made from another one. Commit the result.
import { globSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { generateFiles, SCHEMAS } from './generate/generate-files.ts';

const ROOT = join(import.meta.dirname, '..');

try {
  const files = await generateFiles(ROOT);
  for (const path of globSync(`${SCHEMAS}/**/*.sql`, { cwd: ROOT }))
    if (!files.has(path)) rmSync(join(ROOT, path));
  for (const [path, content] of files) {
    mkdirSync(dirname(join(ROOT, path)), { recursive: true });
    writeFileSync(join(ROOT, path), content);
  }
  console.log(`${files.size} files are up to date.`);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
