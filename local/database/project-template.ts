// project-template: a database with the platform, the project's migrations and its seed.
import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { freePort } from '../ports.ts';
import { applyMigrations } from './apply-migrations.ts';
import { copyDataFolder } from './data-folder.ts';
import { ensureTemplate } from './ensure-template.ts';
import { ensurePlatformTemplate } from './platform.ts';
import { platformKey } from './platform-version.ts';
import { startDatabase } from './start-database.ts';

/**
 * The template's folder, built when a migration, the seed or the platform changed. `onLine` gets
 * what the CLI prints meanwhile.
 */
export async function ensureProjectTemplate(
  projectDir: string,
  onLine?: (line: string) => void,
): Promise<string> {
  return await ensureTemplate({
    layer: 'project',
    key: await projectKey(projectDir),
    build: async (dataDir) => {
      await copyDataFolder(await ensurePlatformTemplate(), dataDir, { durable: false });
      const database = await startDatabase({ dataDir, port: await freePort(), durable: false });
      try {
        const url = database.url('postgres');
        await applyMigrations({ projectDir, url, includeSeed: true, onLine });
      } finally {
        await database.stop();
      }
    },
  });
}

async function projectKey(projectDir: string): Promise<string> {
  const supabase = path.join(projectDir, 'supabase');
  const names = await readdir(supabase, { recursive: true });
  const files = names.filter((name) => /^(seed|catalog|migrations[\\/].+)\.sql$/.test(name)).sort();
  const hash = createHash('sha256').update(await platformKey());
  for (const name of files) hash.update(name).update(await readFile(path.join(supabase, name)));
  return hash.digest('hex').slice(0, 20);
}
