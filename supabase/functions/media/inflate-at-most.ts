// inflate-at-most: unpacks what zlib has packed, unless it grows too large (RFC 1950).
import { join } from './byte-parts.ts';

/** The bytes; undefined for more than `most`, which are not unpacked, and for what is no zlib. */
export async function inflateAtMost(
  packed: Uint8Array,
  most: number,
): Promise<Uint8Array<ArrayBuffer> | undefined> {
  const bytes = new Blob([packed.slice()]).stream().pipeThrough(new DecompressionStream('deflate'));
  const parts: Uint8Array[] = [];
  let length = 0;
  try {
    for await (const part of bytes) {
      length += part.length;
      if (length > most) return undefined;
      parts.push(part);
    }
  } catch (error) {
    // What the stream throws for bytes that it cannot read.
    if (error instanceof TypeError) return undefined;
    throw error;
  }
  return join(parts);
}
