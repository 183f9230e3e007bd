// object-table: the rows of storage.objects.
import type postgres from 'postgres';
import type { Caller } from './caller.ts';
import { isUuid, requireKey } from './names.ts';
import type { Call, Target } from './storage-context.ts';
import { StorageError } from './storage-error.ts';
import { type Transaction, transact } from './transact.ts';

/** What the platform keeps of the bytes, under the platform's names. */
export interface ObjectMetadata {
  eTag: string;
  size: number;
  mimetype: string;
  cacheControl: string;
  lastModified: string;
  contentLength: number;
  httpStatusCode: number;
  contentEncoding?: string;
}

export type UserMetadata = Record<string, unknown>;

export interface ObjectRow {
  id: string;
  bucket_id: string;
  name: string;
  owner: string | null;
  owner_id: string | null;
  /** The name of its file; null in rows that SQL made without bytes. */
  version: string | null;
  metadata: ObjectMetadata | null;
  user_metadata: UserMetadata | null;
  created_at: Date;
  updated_at: Date;
  last_accessed_at: Date;
}

/** The columns of an `ObjectRow`. */
export function objectColumns(sql: Transaction) {
  return sql`
    id, bucket_id, name, owner, owner_id, version, metadata, user_metadata,
    created_at, updated_at, last_accessed_at
  `;
}

/** The object if `who` may see it; `NoSuchKey` otherwise, `InvalidKey` if none is named so. */
export async function findObject(
  call: Call,
  who: Caller,
  { bucket, key }: Target,
): Promise<ObjectRow> {
  requireKey(key);
  const [object] = await transact(
    call,
    who,
    (sql) => sql<ObjectRow[]>`
      select ${objectColumns(sql)} from storage.objects
      where bucket_id = ${bucket} and name = ${key}
    `,
  );
  if (!object) throw new StorageError('NoSuchKey');
  return object;
}

export interface NewObject extends Target {
  version: string;
  owner: string | undefined;
  metadata: Partial<ObjectMetadata>;
  userMetadata: UserMetadata | undefined;
}

/**
 * Inserts the row; with `upsert` it replaces one of that name, whose owner stays where there is no
 * new one. A statement to run, or to go on with `returning`.
 */
export function insertObject(sql: Transaction, object: NewObject, upsert: boolean) {
  const { owner } = object;
  const insert = sql`
    insert into storage.objects (
      bucket_id, name, version, owner, owner_id, metadata, user_metadata
    ) values (
      ${object.bucket}, ${object.key}, ${object.version},
      ${owner && isUuid(owner) ? owner : null}, ${owner ?? null},
      ${sql.json(object.metadata)}, ${asJson(sql, object.userMetadata)}
    )
  `;
  if (!upsert) return insert;
  return sql`
    ${insert}
    on conflict (bucket_id, name) do update set
      version = excluded.version,
      owner = case when excluded.owner_id is null then objects.owner else excluded.owner end,
      owner_id = coalesce(excluded.owner_id, objects.owner_id),
      metadata = excluded.metadata,
      user_metadata = excluded.user_metadata
  `;
}

function asJson(sql: Transaction, value: UserMetadata | undefined) {
  return value ? sql.json(value as postgres.JSONValue) : null;
}
