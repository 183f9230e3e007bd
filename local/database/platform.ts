// platform: a database with everything that hosted Supabase has before the first migration.
import { randomUUID } from 'node:crypto';
import { rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { migrate } from 'postgres-migrations';
import { freePort } from '../ports.ts';
import { databaseUrl } from './database-url.ts';
import { ensureTemplate } from './ensure-template.ts';
import { findPostgres } from './find-postgres.ts';
import { installExtensions } from './install-extensions.ts';
import {
  PLATFORM_DIR,
  platformKey,
  platformVersion,
  readVersion,
  writeVersion,
} from './platform-version.ts';
import { runPostgres } from './run-postgres.ts';
import { runTool } from './run-tool.ts';

/** The template of an empty project, built when first needed. */
export async function ensurePlatformTemplate(): Promise<string> {
  return await ensureTemplate({ layer: 'platform', key: await platformKey(), build });
}

/**
 * Brings a database made by an older source up to date where it can be: new files in
 * local/platform are applied. Throws a sentence when existing parts have changed instead.
 */
export async function updatePlatform(dataDir: string, port: number): Promise<void> {
  const [made, current] = await Promise.all([readVersion(dataDir), platformVersion()]);
  if (made?.sql === current.sql && isSameBase(made, current)) return;
  try {
    if (!made || !isSameBase(made, current)) throw new Error('its auth or extensions differ');
    await applyPlatform(port);
  } catch (cause) {
    throw new Error(
      `The data folder ${dataDir} was made by another version of the local platform (${cause}). ` +
        '`npm run reset` makes a new one; its data is then lost.',
      { cause },
    );
  }
  await writeVersion(dataDir, current);
}

function isSameBase(made: { auth: string; extensions: string }, current: typeof made): boolean {
  return made.auth === current.auth && made.extensions === current.extensions;
}

async function build(dataDir: string): Promise<void> {
  await Promise.all([installExtensions(), initialise(dataDir)]);
  const port = await freePort();
  const server = await runPostgres({ dataDir, port, durable: false });
  try {
    await applyPlatform(port);
    // Loaded here because it brings @supabase/lite, which no other start of a database needs.
    const { prepareAuthSchema } = await import('../auth/schema.ts');
    await prepareAuthSchema({ adminUrl: databaseUrl(port, 'supabase_admin') });
  } finally {
    await server.stop();
  }
  await writeVersion(dataDir, await platformVersion());
  const { initdb, user } = await findPostgres();
  await runTool(initdb, ['--sync-only', '-D', dataDir], user);
}

/** A cluster like the platform's: UTF-8 with ICU's en-US order, passwords asked on every port. */
async function initialise(dataDir: string): Promise<void> {
  const { initdb, user } = await findPostgres();
  const passwordFile = path.join(tmpdir(), `parley-password-${randomUUID()}`);
  await writeFile(passwordFile, 'postgres\n', { mode: 0o644 });
  const access = ['--username=supabase_admin', `--pwfile=${passwordFile}`, '--auth=scram-sha-256'];
  const locale = ['--encoding=UTF8', '--locale=C', '--locale-provider=icu', '--icu-locale=en-US'];
  try {
    const flags = [...access, ...locale, '--no-sync', '--no-instructions'];
    await runTool(initdb, ['-D', dataDir, ...flags], user);
  } finally {
    await rm(passwordFile, { force: true });
  }
}

async function applyPlatform(port: number): Promise<void> {
  const client = new pg.Client({
    connectionString: databaseUrl(port, 'supabase_admin'),
    // Where postgres-migrations keeps its table; no schema that clients or the CLI look into.
    options: '-c search_path=local_platform',
  });
  // A lost connection also fails the statement that waits on it.
  client.on('error', () => undefined);
  await client.connect();
  try {
    await client.query('create schema if not exists local_platform');
    await migrate({ client }, PLATFORM_DIR);
  } finally {
    await client.end();
  }
}
