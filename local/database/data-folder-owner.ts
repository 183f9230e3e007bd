// data-folder-owner: which process runs a server on a data folder, noted in the folder.
import { readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';

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
  return pid && isAlive(pid) && !(await isZombie(pid)) ? pid : undefined;
}

/** The text of a file, or undefined when there is none. */
export async function readIfPresent(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** A killed process keeps its number until its parent looks; where /proc tells, it is not alive. */
async function isZombie(pid: number): Promise<boolean> {
  const stat = await readIfPresent(`/proc/${pid}/stat`);
  return stat !== undefined && /\) [ZX] /.test(stat);
}
