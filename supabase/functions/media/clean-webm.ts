// clean-webm: a WebM of sound whose tags are emptied, and how long it is (RFC 8794, RFC 9559).
import { AppError } from '../../../shared/errors.ts';
import { partCounter, viewOf } from './byte-parts.ts';
import type { CleanSound } from './clean-sound.ts';

const VOID = 0xec;
const SEGMENT = 0x18538067;
const CLUSTER = 0x1f43b675;
const TRACKS = 0x1654ae6b;
const TRACK = 0xae;
const BLOCK_GROUP = 0xa0;
const INFO = 0x1549a966;
/** Of times, in ns: a millisecond unless it says otherwise. */
const TIME_SCALE = 0x2ad7b1;
const OPENED = [SEGMENT, INFO, CLUSTER, TRACKS, TRACK, BLOCK_GROUP];
/** Tags, attachments, chapters. */
const TAGS = [0x1254c367, 0x1941a469, 0x1043a770];
/** Of the whole its title, date and file's name; names of tracks. */
const NAMES = [0x7ba9, 0x4461, 0x7384, 0x536e];
const EMPTIED = [VOID, ...TAGS, ...NAMES];
/** An hour where each has 20 ms. */
const MAX_ELEMENTS = 200_000;
const TRACK_TYPE = 0x83;
const SOUND = 2;
const CLUSTER_TIME = 0xe7;
const BLOCKS = [0xa1, 0xa3];

/** By its last block, as recorders do not know the duration when they begin. Times are in ms. */
export function cleanWebm(bytes: Uint8Array<ArrayBuffer>): CleanSound {
  const view = viewOf(bytes);
  let cluster = 0;
  let ticks = 0;
  let scale = 1_000_000;
  // Opened elements are read on as if their content stood beside them: their ends do not matter.
  const count = partCounter(MAX_ELEMENTS);
  for (let at = 0; at < bytes.length; ) {
    count();
    const idLength = lengthOf(view.getUint8(at));
    const id = numberOf(view, at, idLength);
    const sizeLength = lengthOf(view.getUint8(at + idLength));
    const size = numberOf(view, at + idLength, sizeLength) - 2 ** (7 * sizeLength);
    const content = at + idLength + sizeLength;
    if (OPENED.includes(id)) {
      at = content;
      continue;
    }
    if (content + size > bytes.length) throw new AppError('file_damaged');
    if (id === TRACK_TYPE && view.getUint8(content) !== SOUND)
      throw new AppError('file_type_not_taken');
    if (id === TIME_SCALE) scale = numberOf(view, content, size);
    if (id === CLUSTER_TIME) cluster = numberOf(view, content, size);
    if (BLOCKS.includes(id)) {
      const track = lengthOf(view.getUint8(content));
      ticks = Math.max(ticks, cluster + view.getInt16(content + track));
    }
    if (EMPTIED.includes(id)) empty(bytes.subarray(at, content + size));
    at = content + size;
  }
  return { bytes, durationMs: (ticks * scale) / 1_000_000 };
}

/** In its place an element of the same length that says nothing. */
function empty(element: Uint8Array): void {
  const { length } = element;
  element.fill(0);
  element[0] = VOID;
  if (length < 128) element[1] = 0x80 + length - 2;
  else {
    // Eight bytes for its length.
    element[1] = 1;
    viewOf(element).setUint32(5, length - 9);
  }
}

/** How long a number is: by the zeros that it begins with. */
function lengthOf(first: number): number {
  if (first === 0) throw new AppError('file_damaged');
  return Math.clz32(first) - 23;
}

/** Throws a RangeError where it is cut off: half a length would lead back. */
function numberOf(view: DataView, at: number, length: number): number {
  let number = 0;
  for (let nr = 0; nr < length; nr += 1) number = number * 256 + view.getUint8(at + nr);
  return number;
}
