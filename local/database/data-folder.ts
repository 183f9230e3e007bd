// data-folder: the state of a data folder on disk, and copies of one.
import { randomUUID } from 'node:crypto';
import { chown, mkdir, readdir, readFile, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { findPostgres } from './find-postgres.ts';
import { isAlive } from './is-alive.ts';
import { requireEntry } from './os-user.ts';
import { runTool } from './run-tool.ts';

const MAJOR_VERSION = '17';
const ADVICE = '`npm run reset` makes a new one; its data is then lost.';

/** True when `dataDir` is missing or empty; throws a sentence when it is not ours to start. */
export async function isUnfilled(dataDir: string): Promise<boolean> {
  const names = await listFolder(dataDir);
  if (names.length === 0) return true;
  if (!names.includes('PG_VERSION') || !names.includes('global'))
    throw new Error(
      `The data folder ${dataDir} is broken or holds something else: it has files but no ` +
        `Postgres database. ${ADVICE}`,
    );
  const version = (await readFile(path.join(dataDir, 'PG_VERSION'), 'utf8')).trim();
  if (version !== MAJOR_VERSION)
    throw new Error(
      `The data folder ${dataDir} was made by Postgres ${version}, and this is Postgres ` +
        `${MAJOR_VERSION}. ${ADVICE}`,
    );
  return false;
}

/**
 * An empty folder next to `target` that the OS user of Postgres owns and may reach. Those that
 * killed processes left there are removed.
 */
export async function makeFolderBeside(target: string): Promise<string> {
  const { user } = await findPostgres();
  const folder = `${target}.new-${process.pid}-${randomUUID()}`;
  const parent = path.dirname(folder);
  await mkdir(parent, { recursive: true });
  await removeAbandoned(parent);
  await mkdir(folder, { mode: 0o700 });
  await requireEntry(parent, user);
  if (user) await chown(folder, user.uid, user.gid);
  return folder;
}

/** Fills the missing or empty `dataDir` with a copy of `source`, all of it or nothing. */
export async function copyDataFolder(
  source: string,
  dataDir: string,
  { durable }: { durable: boolean },
): Promise<void> {
  const { initdb, user } = await findPostgres();
  const copy = await makeFolderBeside(dataDir);
  try {
    await runTool('cp', ['-Rp', `${source}/.`, copy], user);
    if (durable) await runTool(initdb, ['--sync-only', '-D', copy], user);
    await rename(copy, dataDir);
  } catch (cause) {
    await rm(copy, { recursive: true, force: true });
    throw new Error(`The data folder ${dataDir} could not be filled: ${cause}`, { cause });
  }
}

/** What a lost process's own children still write to stays for the next time. */
async function removeAbandoned(parent: string): Promise<void> {
  const removals = (await readdir(parent)).map(async (name) => {
    const maker = /\.new-(\d+)-[0-9a-f-]{36}$/.exec(name)?.[1];
    if (maker === undefined || (await isAlive(Number(maker)))) return;
    await rm(path.join(parent, name), { recursive: true, force: true });
  });
  await Promise.allSettled(removals);
}

async function listFolder(dataDir: string): Promise<string[]> {
  try {
    return await readdir(dataDir);
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    if (code === 'ENOENT') return [];
    const problem = code === 'ENOTDIR' ? 'is not a folder' : `cannot be read (${code})`;
    throw new Error(`The data folder ${dataDir} ${problem}. ${ADVICE}`, { cause });
  }
}
