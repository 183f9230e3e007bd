// store-file: a file of an asset goes to Storage, in pieces: as a whole it would be copied on its
// way.
import { filesOf, taken } from '../_shared/storage.ts';

/** What never changes under its name. */
const CACHE_SECONDS = '31536000';
const PIECE_BYTES = 256 * 1024;

/** Writes over what a worker before this one may have left there. Throws `storage_unavailable`. */
export async function storeFile(
  bucket: string,
  path: string,
  bytes: Uint8Array,
  contentType: string,
): Promise<void> {
  const options = { contentType, cacheControl: CACHE_SECONDS, upsert: true };
  taken(await filesOf(bucket).upload(path, piecesOf(bytes), options));
}

function piecesOf(bytes: Uint8Array): ReadableStream<Uint8Array> {
  let at = 0;
  return new ReadableStream({
    pull(controller) {
      controller.enqueue(bytes.subarray(at, at + PIECE_BYTES));
      at += PIECE_BYTES;
      if (at >= bytes.length) controller.close();
    },
  });
}
