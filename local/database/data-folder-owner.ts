// data-folder-owner: which process runs a server on a data folder, noted in the folder.
import { rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { isAlive } from './is-alive.ts';
import { readIfPresent } from './read-if-present.ts';

const OWNER_FILE = 'parley-owner.pid';

/** Notes that this process runs a server on `dataDir`. */
export async function claimDataFolder(dataDir: string): Promise<void> {
  await writeFile(path.join(dataDir, OWNER_FILE), `${process.pid}\n`);
}

/** Takes the note back, after the server has stopped. */
export async function releaseDataFolder(dataDir: string): Promise<void> {
  await rm(path.join(dataDir, OWNER_FILE), { force: true });
}

/** The process that claimed `dataDir`, if it is alive. */
export async function livingOwner(dataDir: string): Promise<number | undefined> {
  const pid = Number(await readIfPresent(path.join(dataDir, OWNER_FILE)));
  return pid && (await isAlive(pid)) ? pid : undefined;
}
