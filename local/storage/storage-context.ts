// storage-context: what every part of Storage shares, and what it knows of a request.
import type postgres from 'postgres';
import type { Caller } from './caller.ts';
import type { Files } from './open-files.ts';

export interface StorageContext {
  /** Connected as supabase_storage_admin, who may become any API role. */
  sql: postgres.Sql;
  files: Files;
  jwtSecret: Uint8Array;
  /** Bytes that no object of the project may exceed. */
  fileSizeLimit: number;
}

/** One request, under the name of its operation, which policies may ask for. */
export interface Call {
  storage: StorageContext;
  request: Request;
  operation: string;
}

/** A request whose token was verified. */
export interface CallerCall extends Call {
  caller: Caller;
}

/** What a path names; `key` is empty where a path has none. */
export interface Target {
  bucket: string;
  key: string;
}
