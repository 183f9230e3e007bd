// bucket: buckets and policies for one test file, made as `postgres`, gone after it.
import { createHash } from 'node:crypto';
import { afterAll, inject } from 'vitest';
import { connect, sql } from './sql.ts';

export interface BucketOptions {
  isPublic?: boolean;
  /** Bytes. */
  fileSizeLimit?: number;
  allowedMimeTypes?: string[];
  /** Whether a person has all rights in the folder named after their id; default true. */
  ownFolders?: boolean;
}

export type Right = 'select' | 'insert' | 'update' | 'delete';

const OWN_FOLDER = `(storage.foldername(name))[1] = (select auth.uid())::text`;
const policies: { name: string; table: string }[] = [];
const rights: Right[] = ['select', 'insert', 'update', 'delete'];

afterAll(async () => {
  for (const { name, table } of policies) await alter(`drop policy "${name}" on ${table}`);
});

/** Makes a bucket and returns its id; each person may do everything in their own folder. */
export async function createBucket(options: BucketOptions = {}): Promise<string> {
  const id = `bucket-${crypto.randomUUID()}`;
  await sql`
    insert into storage.buckets (id, name, public, file_size_limit, allowed_mime_types)
    values (${id}, ${id}, ${options.isPublic ?? false}, ${options.fileSizeLimit},
      ${options.allowedMimeTypes})`;
  if (options.ownFolders ?? true) await allow(id, rights, OWN_FOLDER);
  return id;
}

/** Gives everybody who is signed in these rights on the objects for which `condition` holds. */
export async function allow(bucket: string, given: Right[], condition = 'true'): Promise<void> {
  for (const right of given)
    await createPolicy('storage.objects', right, `bucket_id = '${bucket}' and ${condition}`);
}

/** Gives everybody who is signed in these rights on the bucket itself. */
export async function allowOnBucket(bucket: string, given: Right[]): Promise<void> {
  for (const right of given) await createPolicy('storage.buckets', right, `id = '${bucket}'`);
}

async function createPolicy(table: string, right: Right, condition: string): Promise<void> {
  const name = crypto.randomUUID();
  const clause = right === 'insert' ? 'with check' : 'using';
  await alter(`create policy "${name}" on ${table} for ${right} to authenticated
    ${clause} (${condition})`);
  policies.push({ name, table });
}

/** One at a time in all files: two that lock one table each would meet in the calls on both. */
async function alter(statement: string): Promise<void> {
  const client = await connect();
  await client
    .query(`select pg_advisory_xact_lock(hashtext('policies')); ${statement}`)
    .finally(() => client.release());
}

/** The row of an object, as the database has it. */
export async function rowOf(bucket: string, name: string): Promise<Record<string, unknown>> {
  const [row] = await sql`
    select * from storage.objects where bucket_id = ${bucket} and name = ${name}`;
  if (!row) throw new Error(`${bucket}/${name} has no row.`);
  return row;
}

/** The ETag that these bytes have. */
export function eTagOf(bytes: string | Uint8Array): string {
  return `"${createHash('md5').update(bytes).digest('hex')}"`;
}

/** A request without the client: `path` is below /storage/v1. */
export function fetchStorage(path: string, init: RequestInit = {}): Promise<Response> {
  return fetch(`${inject('stack').apiUrl}/storage/v1${path}`, init);
}

/** What a refusal says, without the words that the code implies. */
export function told(error: unknown): { status?: unknown; statusCode?: unknown; code?: unknown } {
  const { status, statusCode, code } = error as Record<string, unknown>;
  return { status, statusCode, code };
}
