// record-object: the row of a file that is on disk already.
import postgres from 'postgres';
import { asService } from './caller.ts';
import { insertObject, type NewObject } from './object-table.ts';
import type { Call } from './storage-context.ts';
import { transact } from './transact.ts';

/**
 * Writes the row with full rights and returns its id; the file of the row that it replaces goes.
 * Without `upsert` a row that appeared meanwhile is `KeyAlreadyExists`. When the database refuses
 * the row, its file goes too; when nobody knows, as after a lost connection, the next start does.
 */
export async function recordObject(
  call: Call,
  object: NewObject,
  upsert: boolean,
): Promise<string> {
  const { files } = call.storage;
  const { id, replaced } = await writeRow(call, object, upsert).catch(async (cause: unknown) => {
    if (cause instanceof postgres.PostgresError) await files.remove([object.version]);
    throw cause;
  });
  if (replaced) await files.remove([replaced]);
  return id;
}

function writeRow(
  call: Call,
  object: NewObject,
  upsert: boolean,
): Promise<{ id: string; replaced: string | null | undefined }> {
  return transact(call, asService(), async (sql) => {
    // Two who replace the same object: the second sees what the first has made.
    const name = `${object.bucket}/${object.key}`;
    await sql`select pg_advisory_xact_lock(hashtextextended(${name}, 0))`;
    const [previous] = await sql<{ version: string | null }[]>`
      select version from storage.objects
      where bucket_id = ${object.bucket} and name = ${object.key}
    `;
    const [{ id }] = await sql<[{ id: string }]>`
      ${insertObject(sql, object, upsert)} returning id
    `;
    return { id, replaced: previous?.version };
  });
}
