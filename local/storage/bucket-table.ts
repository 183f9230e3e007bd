// bucket-table: the rows of storage.buckets.
import { asService, type Caller } from './caller.ts';
import type { Call } from './storage-context.ts';
import { StorageError } from './storage-error.ts';
import { type Transaction, transact } from './transact.ts';

/** What the API shows of a bucket; sizes are bytes. */
export interface BucketRow {
  id: string;
  name: string;
  owner: string;
  public: boolean;
  type: string;
  file_size_limit: number | null;
  allowed_mime_types: string[] | null;
  created_at: Date;
  updated_at: Date;
}

/** The columns of a `BucketRow`. */
export function bucketColumns(sql: Transaction) {
  return sql`
    id, name, coalesce(owner_id, '') as owner, public, type,
    file_size_limit::float8 as file_size_limit, allowed_mime_types, created_at, updated_at
  `;
}

/** The bucket if `who` may see it, by default Storage itself; `NoSuchBucket` otherwise. */
export async function findBucket(
  call: Call,
  id: string,
  who: Caller = asService(),
): Promise<BucketRow> {
  const [bucket] = await transact(
    call,
    who,
    (sql) => sql<BucketRow[]>`select ${bucketColumns(sql)} from storage.buckets where id = ${id}`,
  );
  if (!bucket) throw new StorageError('NoSuchBucket');
  return bucket;
}
