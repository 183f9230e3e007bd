// with-bytes: from a row to its bytes, although another request may replace both in between.
import type { ObjectRow } from './object-table.ts';
import { StorageError } from './storage-error.ts';

/** An object whose row names a version and describes it. */
export type Stored = ObjectRow & {
  version: string;
  metadata: NonNullable<ObjectRow['metadata']>;
};

/**
 * What `use` makes of the object that `find` finds. When its bytes are gone and its row names
 * others by now, it begins again; when they are just gone, it is `NoSuchKey`.
 */
export async function withBytes<T>(
  find: () => Promise<ObjectRow>,
  use: (object: Stored) => Promise<T>,
): Promise<T> {
  for (let missing: string | undefined; ; ) {
    const object = await find();
    if (!isStored(object) || object.version === missing) throw new StorageError('NoSuchKey');
    try {
      return await use(object);
    } catch (cause) {
      if (!(cause instanceof StorageError) || cause.code !== 'NoSuchKey') throw cause;
      missing = object.version;
    }
  }
}

function isStored(object: ObjectRow): object is Stored {
  return object.version !== null && object.metadata !== null;
}
