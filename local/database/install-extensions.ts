// install-extensions: puts our stand-ins of the platform's extensions where Postgres looks.
import { randomUUID } from 'node:crypto';
import { readdir, readFile, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { allowedControlFiles } from './allow-extensions.ts';
import { findPostgres } from './find-postgres.ts';

const EXTENSIONS_DIR = path.resolve(import.meta.dirname, '../extensions');

export interface ExtensionFile {
  name: string;
  text: string;
}

/** The files of all stand-ins: of each a control file, and its SQL parts joined in name order. */
export async function extensionFiles(): Promise<ExtensionFile[]> {
  const names = (await readdir(EXTENSIONS_DIR)).sort();
  const files = await Promise.all(names.map(readExtension));
  return files.flat();
}

/**
 * Installs them for all databases of this installation, and allows `postgres` what the platform
 * does; safe to do twice and at the same time.
 */
export async function installExtensions(): Promise<void> {
  const [{ extensionDir }, files] = await Promise.all([findPostgres(), extensionFiles()]);
  const allowed = await allowedControlFiles(extensionDir);
  await Promise.all([...files, ...allowed].map((file) => install(extensionDir, file)));
}

async function readExtension(name: string): Promise<ExtensionFile[]> {
  const folder = path.join(EXTENSIONS_DIR, name);
  const control = await readFile(path.join(folder, `${name}.control`), 'utf8');
  const version = /^default_version = '(.+)'$/m.exec(control)?.[1];
  const parts = (await readdir(folder)).filter((file) => file.endsWith('.sql')).sort();
  const sql = await Promise.all(parts.map((part) => readFile(path.join(folder, part), 'utf8')));
  return [
    { name: `${name}.control`, text: control },
    { name: `${name}--${version}.sql`, text: sql.join('\n') },
  ];
}

async function install(extensionDir: string, { name, text }: ExtensionFile): Promise<void> {
  const target = path.join(extensionDir, name);
  const installed = await readFile(target, 'utf8').catch(() => undefined);
  if (installed === text) return;
  const draft = `${target}.${randomUUID()}`;
  try {
    await writeFile(draft, text, { mode: 0o644 });
    await rename(draft, target);
  } catch (cause) {
    throw new Error(
      `The extension file ${target} cannot be written: node_modules must belong to the user who ` +
        'runs Parley.',
      { cause },
    );
  }
}
