// start-database: the local stack's Postgres, on a data folder that is filled when new.
import path from 'node:path';
import { requireFreePort } from '../ports.ts';
import { copyDataFolder, isUnfilled } from './data-folder.ts';
import { claimDataFolder, releaseDataFolder } from './data-folder-owner.ts';
import { type DatabaseRole, databaseUrl } from './database-url.ts';
import { findPostgres } from './find-postgres.ts';
import { installExtensions } from './install-extensions.ts';
import { requireEntry } from './os-user.ts';
import { ensurePlatformTemplate, updatePlatform } from './platform.ts';
import { requireStopped } from './require-stopped.ts';
import { runPostgres } from './run-postgres.ts';

export interface DatabaseOptions {
  dataDir: string;
  port: number;
  /** What a missing or empty `dataDir` is filled from: by default the platform's template. */
  template?: string | undefined;
  /** False gives up crash safety for speed: for throw-away stacks only. Default true. */
  durable?: boolean | undefined;
  onLine?: ((line: string) => void) | undefined;
}

export interface Database {
  readonly port: number;
  readonly dataDir: string;
  /** Resolves with a sentence saying how the server ended, whenever it does. */
  readonly exited: Promise<string>;
  /** A connection string; for `postgres` when no role is given. */
  url(role?: DatabaseRole): string;
  /** Ends sessions, writes everything to disk and stops. Safe to call twice. */
  stop(): Promise<void>;
}

/**
 * Starts the database and returns when it answers. A server that a killed process left on the
 * same folder is stopped first. Throws one sentence when the port is taken, the folder is broken,
 * in use, or from another version, or Postgres cannot be run here.
 */
export async function startDatabase({
  port,
  template,
  durable = true,
  onLine,
  ...options
}: DatabaseOptions): Promise<Database> {
  const dataDir = path.resolve(options.dataDir);
  if (await isUnfilled(dataDir)) {
    await copyDataFolder(template ?? (await ensurePlatformTemplate()), dataDir, { durable });
  } else {
    await requireEntry(path.dirname(dataDir), (await findPostgres()).user);
    await requireStopped(dataDir);
  }
  await installExtensions();
  await requireFreePort(port, 'database');
  await claimDataFolder(dataDir);
  const server = await runPostgres({ dataDir, port, durable, onLine });
  const stop = async () => {
    await server.stop();
    await releaseDataFolder(dataDir);
  };
  try {
    await updatePlatform(dataDir, port);
  } catch (error) {
    await stop();
    throw error;
  }
  return { port, dataDir, exited: server.exited, url: (role) => databaseUrl(port, role), stop };
}
