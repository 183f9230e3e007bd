// platform-version: which local platform a data folder was made by.
import { createHash } from 'node:crypto';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { findPackageJSON } from 'node:module';
import path from 'node:path';
import { findPostgres } from './find-postgres.ts';
import { extensionFiles } from './install-extensions.ts';

/** Hashes of the parts that a data folder keeps: they change when the part's files change. */
export interface PlatformVersion {
  sql: string;
  extensions: string;
  auth: string;
}

export const PLATFORM_DIR = path.resolve(import.meta.dirname, '../platform');
const AUTH_DIR = path.resolve(import.meta.dirname, '../auth');
const VERSION_FILE = 'parley-platform.json';

/** The version that this source makes. */
export async function platformVersion(): Promise<PlatformVersion> {
  const [sql, extensions, auth, lite] = await Promise.all([
    readFiles(PLATFORM_DIR, (name) => name.endsWith('.sql')),
    extensionFiles(),
    readFiles(AUTH_DIR, (name) => name.endsWith('.sql') || name === 'schema.ts'),
    readFile(findPackageJSON('@supabase/lite', import.meta.url) ?? '', 'utf8'),
  ]);
  return { sql: hash(sql), extensions: hash(extensions), auth: hash([lite, auth]) };
}

/** One hash over the platform, how it is built and the Postgres that runs it: for templates. */
export async function platformKey(): Promise<string> {
  const [{ version }, platform, recipe] = await Promise.all([
    findPostgres(),
    platformVersion(),
    readFile(path.join(import.meta.dirname, 'platform.ts'), 'utf8'),
  ]);
  return hash([version, platform, recipe]);
}

/** The version that `dataDir` was made by; undefined when it was not made by us. */
export async function readVersion(dataDir: string): Promise<PlatformVersion | undefined> {
  try {
    return JSON.parse(await readFile(path.join(dataDir, VERSION_FILE), 'utf8'));
  } catch {
    return undefined;
  }
}

export async function writeVersion(dataDir: string, version: PlatformVersion): Promise<void> {
  await writeFile(path.join(dataDir, VERSION_FILE), JSON.stringify(version));
}

async function readFiles(folder: string, isPart: (name: string) => boolean) {
  const names = (await readdir(folder)).filter(isPart).sort();
  const texts = names.map((name) => readFile(path.join(folder, name), 'utf8'));
  return [names, await Promise.all(texts)];
}

function hash(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('hex').slice(0, 16);
}
