// find-postgres: what is needed to run Postgres on this machine, looked up once.
import path from 'node:path';
import { type Binaries, findBinaries } from './find-binaries.ts';
import { findOsUser, type OsUser, requireEntry } from './os-user.ts';

export interface PostgresInstallation extends Binaries {
  /** Whom to run as; undefined for the current user. */
  user: OsUser | undefined;
}

let found: Promise<PostgresInstallation> | undefined;

/** The binaries and the OS user to run them as; throws a sentence when either cannot be had. */
export function findPostgres(): Promise<PostgresInstallation> {
  found ??= find();
  return found;
}

async function find(): Promise<PostgresInstallation> {
  const [binaries, user] = await Promise.all([findBinaries(), findOsUser()]);
  await requireEntry(path.dirname(binaries.postgres), user);
  return { ...binaries, user };
}
