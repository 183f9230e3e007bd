// start-storage: Storage (the API below /storage/v1) in this process, bytes in a folder.
import postgres from 'postgres';
import type { ProjectConfig } from '../config.ts';
import type { ProjectKeys } from '../keys.ts';
import { answerRequest } from './answer-request.ts';
import { openFiles } from './open-files.ts';
import { seedBuckets } from './seed-buckets.ts';
import { startResumable } from './start-resumable.ts';
import type { StorageContext } from './storage-context.ts';

export interface StorageOptions {
  /** As supabase_storage_admin. */
  dbUrl: string;
  /** Where the bytes are; made when missing. */
  folder: string;
  keys: Pick<ProjectKeys, 'jwtSecret'>;
  config: ProjectConfig['storage'];
  /** Takes the cause of each 500, which callers do not see. */
  onLine?: (line: string) => void;
}

export interface Storage {
  /** Answers a request whose path starts with /storage/v1. */
  fetch(request: Request): Promise<Response>;
  stop(): Promise<void>;
}

const CONNECTIONS = 10;
const STATEMENT_TIMEOUT_MS = 30_000;

/** Removes what a crash left, makes the buckets of config.toml, and is then ready. */
export async function startStorage(options: StorageOptions): Promise<Storage> {
  const { dbUrl, folder, config, onLine } = options;
  const sql = postgres(dbUrl, {
    max: CONNECTIONS,
    onnotice: () => undefined,
    connection: { statement_timeout: STATEMENT_TIMEOUT_MS },
  });
  const stop = () => sql.end({ timeout: 5 });
  try {
    const context: StorageContext = {
      sql,
      files: await openFiles(folder),
      jwtSecret: new TextEncoder().encode(options.keys.jwtSecret),
      fileSizeLimit: config.file_size_limit,
    };
    await sweep(context);
    await seedBuckets(sql, config.buckets);
    const resumable = await startResumable(context, onLine);
    return { fetch: (request) => answerRequest(context, resumable, request, onLine), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function sweep({ sql, files }: StorageContext): Promise<void> {
  const kept = new Set<string>();
  const rows = sql<{ version: string }[]>`
    select version from storage.objects where version is not null
  `;
  for await (const batch of rows.cursor(10_000)) for (const { version } of batch) kept.add(version);
  await files.sweep(kept);
}
