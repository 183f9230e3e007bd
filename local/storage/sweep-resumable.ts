// sweep-resumable: uploads in pieces that nobody will finish.
import { readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { isUuid } from './names.ts';

/** How long an upload may take, as hosted. */
export const RESUMABLE_LIFETIME_MS = 24 * 60 * 60 * 1000;

/** Removes from `folder` what is too old, and what a crash left without its other half. */
export async function sweepResumable(folder: string): Promise<void> {
  const names = new Set(await readdir(folder));
  for (const name of names) {
    const id = name.replace(/\.json$/, '');
    const isWhole = isUuid(id) && names.has(id) && names.has(`${id}.json`);
    if (isWhole && (await isYoung(join(folder, `${id}.json`)))) continue;
    await rm(join(folder, name), { force: true });
  }
}

async function isYoung(path: string): Promise<boolean> {
  try {
    const { creation_date } = JSON.parse(await readFile(path, 'utf8'));
    return Date.parse(creation_date) + RESUMABLE_LIFETIME_MS > Date.now();
  } catch {
    // Cut off while it was written, or gone with its first half.
    return false;
  }
}
