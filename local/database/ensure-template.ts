// ensure-template: data folders that are made once and copied from then on.
import { mkdir, readdir, rename, rm, stat, utimes } from 'node:fs/promises';
import path from 'node:path';
import { makeFolderBeside } from './data-folder.ts';

const TEMPLATES_DIR = path.resolve(import.meta.dirname, '../../.parley/templates');
const KEPT = 4;
const UNUSED_MS = 10 * 60_000;

export interface TemplateOptions {
  /** The layer, such as `platform`: a few templates of each layer are kept, the last used ones. */
  layer: string;
  /** A hash over everything that decides what `build` makes. */
  key: string;
  /** Fills `dataDir`, an empty folder that Postgres may use, and leaves no server running on it. */
  build: (dataDir: string) => Promise<void>;
}

/**
 * The folder of the template with this key, built if missing. It appears only when complete; of
 * two processes that build at once, both end with the same one. Copy it, never start it.
 */
export async function ensureTemplate({ layer, key, build }: TemplateOptions): Promise<string> {
  const template = path.join(TEMPLATES_DIR, `${layer}-${key}`);
  if (await touch(template)) return template;
  await mkdir(TEMPLATES_DIR, { recursive: true });
  const draft = await makeFolderBeside(template);
  try {
    await build(draft);
    await moveInPlace(draft, template);
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
  await removeUnused(layer);
  return template;
}

/** Marks a template as used now; false when there is none. */
async function touch(folder: string): Promise<boolean> {
  try {
    const now = new Date();
    await utimes(folder, now, now);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false;
    throw error;
  }
}

async function moveInPlace(draft: string, template: string): Promise<void> {
  try {
    await rename(draft, template);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const wasQuicker = code === 'ENOTEMPTY' || code === 'EEXIST';
    if (!wasQuicker) throw error;
  }
}

/** Removes what this layer no longer uses: older templates, and drafts of killed processes. */
async function removeUnused(layer: string): Promise<void> {
  const names = (await readdir(TEMPLATES_DIR)).filter((name) => name.startsWith(`${layer}-`));
  const folders = await Promise.all(
    names.map(async (name) => {
      const folder = path.join(TEMPLATES_DIR, name);
      const used = await stat(folder).catch(() => undefined);
      return { folder, usedMs: used?.mtimeMs ?? Date.now() };
    }),
  );
  folders.sort((a, b) => b.usedMs - a.usedMs);
  const unused = folders.slice(KEPT).filter(({ usedMs }) => usedMs < Date.now() - UNUSED_MS);
  await Promise.all(unused.map(({ folder }) => rm(folder, { recursive: true, force: true })));
}
