// buckets: the calls on buckets, each as its caller; most projects give them to the service only.
import { z } from 'zod';
import { type BucketRow, bucketColumns, findBucket } from './bucket-table.ts';
import { asService } from './caller.ts';
import { isUuid, requireBucketName } from './names.ts';
import { parseApiSize } from './parse-size.ts';
import { readJson, readQuery } from './read-json.ts';
import { requireMimeType } from './require-mime-type.ts';
import type { Call, CallerCall, Target } from './storage-context.ts';
import { StorageError } from './storage-error.ts';
import { attempt, become, type Transaction, transact } from './transact.ts';

const notHere = z.undefined('is not part of the local Storage').optional();
const settings = z.object({
  public: z.boolean('must be boolean').optional(),
  file_size_limit: z.union([z.int().min(0), z.string()], 'must be integer or string').nullish(),
  allowed_mime_types: z.array(z.string('must be string'), 'must be array').nullish(),
  versioning_status: notHere,
});
const newBucket = settings.extend({
  name: z.string('must be string'),
  id: z.string('must be string').optional(),
  type: z.literal('STANDARD', 'is not part of the local Storage').optional(),
});

/** POST /bucket. */
export async function createBucket(call: CallerCall): Promise<Response> {
  const wish = await readJson(call.request, newBucket);
  const { name, id = name } = wish;
  requireBucketName(name);
  requireBucketName(id);
  const limit = readSizeLimit(call, wish.file_size_limit) ?? null;
  const types = requireTypes(wish.allowed_mime_types) ?? null;
  const { owner = null } = call.caller;
  await transact(
    call,
    call.caller,
    (sql) => sql`
      insert into storage.buckets
        (id, name, owner, owner_id, public, file_size_limit, allowed_mime_types)
      values (
        ${id}, ${name}, ${owner && isUuid(owner) ? owner : null}, ${owner},
        ${wish.public ?? false}, ${limit}, ${types}
      )
    `,
  );
  return Response.json({ name });
}

/** GET /bucket/{bucket}. */
export async function getBucket(call: CallerCall, { bucket }: Target): Promise<Response> {
  return Response.json(await findBucket(call, bucket, call.caller));
}

const listing = z.object({
  limit: z.coerce.number('must be integer').int().min(1).optional(),
  offset: z.coerce.number('must be integer').int().min(0).default(0),
  sortColumn: z.enum(['id', 'name', 'created_at', 'updated_at']).default('name'),
  sortOrder: z.enum(['asc', 'desc']).default('asc'),
  search: z.string().default(''),
});

/** GET /bucket. */
export async function listBuckets(call: CallerCall): Promise<Response> {
  const { limit = null, offset, sortColumn, sortOrder, search } = readQuery(call.request, listing);
  const buckets = await transact(
    call,
    call.caller,
    (sql) => sql<BucketRow[]>`
      select ${bucketColumns(sql)} from storage.buckets
      where strpos(lower(name), lower(${search})) > 0 or ${search} = ''
      order by ${sql(sortColumn)} ${sortOrder === 'asc' ? sql`asc` : sql`desc`}
      limit ${limit} offset ${offset}
    `,
  );
  return Response.json(buckets);
}

/** PUT /bucket/{bucket}: what is not named stays, null takes a limit away. */
export async function updateBucket(call: CallerCall, { bucket }: Target): Promise<Response> {
  const wish = await readJson(call.request, settings);
  const changes = {
    public: wish.public,
    file_size_limit: readSizeLimit(call, wish.file_size_limit),
    allowed_mime_types: requireTypes(wish.allowed_mime_types),
  };
  const set = Object.fromEntries(
    Object.entries(changes).filter(([, value]) => value !== undefined),
  );
  await transact(call, call.caller, async (sql) => {
    const [row] = await sql`
      update storage.buckets set ${sql({ ...set, updated_at: new Date() })}
      where id = ${bucket} returning id
    `;
    if (!row) throw new StorageError('NoSuchBucket');
  });
  return Response.json({ message: 'Successfully updated' });
}

/** POST /bucket/{bucket}/empty: for who may delete the bucket. Done when it is answered. */
export async function emptyBucket(call: CallerCall, { bucket }: Target): Promise<Response> {
  await findBucket(call, bucket, call.caller);
  await attempt(call, asService(), async (sql) => {
    await sql`delete from storage.objects where bucket_id = ${bucket}`;
    await become(sql, call, call.caller);
    await deleteRow(sql, bucket);
  });
  const removed = await transact(
    call,
    asService(),
    (sql) => sql<{ version: string | null }[]>`
      delete from storage.objects where bucket_id = ${bucket} returning version
    `,
  );
  await call.storage.files.remove(removed.map(({ version }) => version));
  const message = 'Empty bucket has been queued. Completion may take up to an hour.';
  return Response.json({ message });
}

/** DELETE /bucket/{bucket}: an empty one only. */
export async function deleteBucket(call: CallerCall, { bucket }: Target): Promise<Response> {
  await findBucket(call, bucket);
  const [object] = await transact(
    call,
    asService(),
    (sql) => sql`select from storage.objects where bucket_id = ${bucket} limit 1`,
  );
  if (object) throw new StorageError('ResourceNotEmpty');
  await transact(call, call.caller, (sql) => deleteRow(sql, bucket));
  return Response.json({ message: 'Successfully deleted' });
}

async function deleteRow(sql: Transaction, id: string): Promise<void> {
  const [row] = await sql`delete from storage.buckets where id = ${id} returning id`;
  if (!row) throw new StorageError('NoSuchBucket');
}

function readSizeLimit({ storage }: Call, wish: number | string | null | undefined) {
  if (wish === null || wish === undefined) return wish;
  const bytes = typeof wish === 'number' ? wish : parseApiSize(wish);
  if (bytes === undefined) {
    const message = 'Invalid file size format, hint: use 20GB / 20MB / 30KB / 3B';
    throw new StorageError('InvalidRequest', { message });
  }
  if (bytes > storage.fileSizeLimit) throw new StorageError('EntityTooLarge');
  return bytes;
}

function requireTypes(types: string[] | null | undefined) {
  for (const type of types ?? []) requireMimeType(type, null, '');
  return types;
}
