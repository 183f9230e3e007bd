// record-object: the row of a file that is on disk already.
import { asService } from './caller.ts';
import { insertObject, type NewObject } from './object-table.ts';
import type { Call } from './storage-context.ts';
import { transact } from './transact.ts';

/**
 * Writes the row with full rights and returns its id; the file of the row that it replaces goes.
 * Without `upsert` a row that appeared meanwhile is `KeyAlreadyExists`. When there is no row in
 * the end, there is no file either.
 */
export async function recordObject(
  call: Call,
  object: NewObject,
  upsert: boolean,
): Promise<string> {
  const { files } = call.storage;
  try {
    const { id, replaced } = await transact(call, asService(), async (sql) => {
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
    if (replaced && replaced !== object.version) await files.remove([replaced]);
    return id;
  } catch (cause) {
    await files.remove([object.version]);
    throw cause;
  }
}
