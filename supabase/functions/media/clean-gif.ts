// clean-gif: the first picture of a GIF (GIF89a specification).
import { AppError } from '../../../shared/errors.ts';
import { join, partCounter, slice, viewOf } from './byte-parts.ts';
import { type CleanImage, MAX_IMAGE_PARTS } from './clean-image.ts';

const EXTENSION = 0x21;
const IMAGE = 0x2c;
const TRAILER = 0x3b;
const GRAPHIC_CONTROL = 0xf9;
/** Bytes of a graphic control, which says what is transparent. */
const CONTROL_LENGTH = 8;

/** Keeps the screen, its colours, and the first picture: moderation sees no other. */
export function cleanGif(bytes: Uint8Array): CleanImage {
  const view = viewOf(bytes);
  const count = partCounter(MAX_IMAGE_PARTS);
  let at = 13 + colours(view.getUint8(10));
  const screen = slice(bytes, 0, at);
  let control = slice(bytes, 0, 0);
  for (;;) {
    count();
    const block = view.getUint8(at);
    if (block === IMAGE) break;
    if (block !== EXTENSION) throw new AppError('file_damaged');
    const end = endOfBlocks(view, at + 2);
    if (view.getUint8(at + 1) === GRAPHIC_CONTROL && end - at === CONTROL_LENGTH)
      control = slice(bytes, at, end);
    at = end;
  }
  const end = endOfBlocks(view, at + 11 + colours(view.getUint8(at + 9)));
  const picture = slice(bytes, at, end);
  // Programs differ in whether what goes beyond the screen is unpacked.
  const reach = (offset: number) =>
    view.getUint16(at + offset, true) + view.getUint16(at + offset + 4, true);
  return {
    bytes: join([screen, control, picture, Uint8Array.of(TRAILER)]),
    width: Math.max(view.getUint16(6, true), reach(1)),
    height: Math.max(view.getUint16(8, true), reach(3)),
  };
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
