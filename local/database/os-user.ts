// os-user: Postgres refuses to run as root; then it runs as the OS user postgres.
import { chmod, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { runTool } from './run-tool.ts';

export interface OsUser {
  uid: number;
  gid: number;
}

/** The OS user that Postgres runs as, made if missing; undefined when it is the current one. */
export async function findOsUser(): Promise<OsUser | undefined> {
  if (process.getuid?.() !== 0) return undefined;
  return (await lookUp()) ?? (await create());
}

/**
 * Throws a sentence naming the first folder on the way to `target` that `user` may not enter.
 * Only a private temporary folder of ours, as mkdtemp makes them, is opened for passing through.
 */
export async function requireEntry(target: string, user: OsUser | undefined): Promise<void> {
  if (!user) return;
  const steps = path.resolve(target).split(path.sep).slice(1);
  for (let depth = 0; depth <= steps.length; depth++) {
    const folder = path.sep + steps.slice(0, depth).join(path.sep);
    const { mode, uid, gid } = await stat(folder);
    const needed = uid === user.uid ? 0o100 : gid === user.gid ? 0o010 : 0o001;
    if (mode & needed) continue;
    if (path.dirname(folder) === tmpdir() && uid === process.getuid?.()) {
      await chmod(folder, mode | needed);
      continue;
    }
    throw new Error(
      `Postgres cannot run as root, and the OS user postgres may not enter ${folder} on the way ` +
        `to ${path.resolve(target)}. Move the project to a folder that every user may enter, or ` +
        'run as another user than root.',
    );
  }
}

async function lookUp(): Promise<OsUser | undefined> {
  try {
    const [uid, gid] = await Promise.all(
      ['-u', '-g'].map((flag) => runTool('id', [flag, 'postgres'])),
    );
    return { uid: Number(uid), gid: Number(gid) };
  } catch {
    return undefined;
  }
}

async function create(): Promise<OsUser> {
  try {
    const shell = ['--shell', '/usr/sbin/nologin', '--no-create-home'];
    await runTool('useradd', ['--system', '--user-group', ...shell, 'postgres']);
  } catch (cause) {
    // Another process may have been quicker.
    const user = await lookUp();
    if (user) return user;
    throw new Error(
      'Postgres cannot run as root, and the OS user postgres could not be made. ' +
        'Make it (`useradd --system postgres`) or run as another user than root.',
      { cause },
    );
  }
  const user = await lookUp();
  if (!user) throw new Error('The OS user postgres was made but cannot be found.');
  return user;
}
