// require-stopped: one server at a time on a data folder.
import path from 'node:path';
import { waitUntil } from '../wait-until.ts';
import { livingOwner } from './data-folder-owner.ts';
import { findPostgres } from './find-postgres.ts';
import { readIfPresent } from './read-if-present.ts';
import { runTool } from './run-tool.ts';
import { serves } from './serves.ts';

/**
 * Makes sure that no server runs on `dataDir`: one that a killed process left behind is stopped.
 * Throws a sentence when the process that started it is still alive.
 */
export async function requireStopped(dataDir: string): Promise<void> {
  const port = await serverPort(dataDir);
  if (!port || (await serves(port, dataDir)) === 'no') return;
  const owner = await livingOwner(dataDir);
  if (owner)
    throw new Error(
      `The data folder ${dataDir} is in use by process ${owner}, on port ${port}. ` +
        'Stop that process first, or choose another folder.',
    );
  const { pgCtl, user } = await findPostgres();
  try {
    await runTool(pgCtl, ['stop', '-m', 'fast', '-t', '60', '-D', dataDir], user);
  } catch (error) {
    // It may have been about to stop by itself.
    if (await serverPort(dataDir)) throw error;
  }
  await waitUntil('the old database server to end', async () => !(await serverPort(dataDir)));
}

async function serverPort(dataDir: string): Promise<number | undefined> {
  // The fourth line of postmaster.pid is the port.
  const lines = (await readIfPresent(path.join(dataDir, 'postmaster.pid')))?.split('\n');
  return Number(lines?.[3]) || undefined;
}
