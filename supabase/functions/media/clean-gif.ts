// clean-gif: a GIF with the blocks that are needed to show it (GIF89a specification).
import { AppError } from '../../../shared/errors.ts';
import { join, lettersOf, slice, viewOf } from './byte-parts.ts';
import type { CleanImage } from './clean-image.ts';

const EXTENSION = 0x21;
const IMAGE = 0x2c;
const TRAILER = 0x3b;
const GRAPHIC_CONTROL = 0xf9;
const APPLICATION = 0xff;
const LOOPS = ['NETSCAPE2.0', 'ANIMEXTS1.0'];

/** Drops comments, texts, applications but loops, and what follows the end. */
export function cleanGif(bytes: Uint8Array): CleanImage {
  const view = viewOf(bytes);
  const size = { width: view.getUint16(6, true), height: view.getUint16(8, true) };
  let at = 13 + colours(view.getUint8(10));
  const parts = [slice(bytes, 0, at)];
  for (;;) {
    const block = view.getUint8(at);
    if (block === TRAILER) return { bytes: join([...parts, Uint8Array.of(TRAILER)]), ...size };
    if (block !== EXTENSION && block !== IMAGE) throw new AppError('file_damaged');
    const start = block === EXTENSION ? at + 2 : at + 11 + colours(view.getUint8(at + 9));
    if (block === IMAGE) {
      // Programs differ in whether what goes beyond the screen is unpacked.
      const reach = (offset: number) =>
        view.getUint16(at + offset, true) + view.getUint16(at + offset + 4, true);
      size.width = Math.max(size.width, reach(1));
      size.height = Math.max(size.height, reach(3));
    }
    const end = endOfBlocks(view, start);
    if (block === IMAGE || isKept(bytes, at)) parts.push(slice(bytes, at, end));
    at = end;
  }
}

/** Bytes of a table of colours, by its flags. */
function colours(flags: number): number {
  return flags & 0x80 ? 3 * 2 ** ((flags & 7) + 1) : 0;
}

function endOfBlocks(view: DataView, start: number): number {
  let at = start;
  for (let length = view.getUint8(at); length > 0; length = view.getUint8(at)) at += 1 + length;
  return at + 1;
}

function isKept(bytes: Uint8Array, at: number): boolean {
  if (bytes[at + 1] === GRAPHIC_CONTROL) return true;
  return (
    bytes[at + 1] === APPLICATION && LOOPS.includes(lettersOf(bytes.subarray(at + 3, at + 14)))
  );
}
