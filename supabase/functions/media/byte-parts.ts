// byte-parts: reading a file by its structure, and putting together what is kept of it.
import { AppError } from '../../../shared/errors.ts';

const latin1 = new TextDecoder('latin1');

/** A view of all numbers of the bytes; it throws a RangeError past their end. */
export function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/** The bytes as letters: those below 128 and from 160 on one for one, the others as something. */
export function lettersOf(bytes: Uint8Array): string {
  return latin1.decode(bytes);
}

/**
 * To be called for each part of a file; throws `file_damaged` for more than `most`, as small parts
 * cost more time and memory than their bytes.
 */
export function partCounter(most: number): () => void {
  let count = 0;
  return () => {
    count += 1;
    if (count > most) throw new AppError('file_damaged');
  };
}

/** A part of the bytes; throws a RangeError where there are not so many. */
export function slice(bytes: Uint8Array, start: number, end: number): Uint8Array {
  if (end > bytes.length || start > end) throw new RangeError('It ends before its parts do.');
  return bytes.subarray(start, end);
}

/** All parts one after the other, as bytes of their own. */
export function join(parts: Uint8Array[]): Uint8Array<ArrayBuffer> {
  const joined = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let offset = 0;
  for (const part of parts) {
    joined.set(part, offset);
    offset += part.length;
  }
  return joined;
}
