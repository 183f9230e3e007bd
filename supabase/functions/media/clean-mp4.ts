// clean-mp4: an MP4 of sound whose user data and metadata boxes are emptied (ISO/IEC 14496-12).
import { AppError } from '../../../shared/errors.ts';
import { lettersOf, viewOf } from './byte-parts.ts';
import type { CleanSound } from './clean-sound.ts';

const OPENED = ['moov', 'trak', 'mdia', 'moof', 'traf'];
/** Where and by what it was recorded stands in these. */
const EMPTIED = ['udta', 'meta', 'uuid'];

/** Boxes keep their places, as others count on them: what is dropped is zeros in a `free` box. */
export function cleanMp4(bytes: Uint8Array<ArrayBuffer>): CleanSound {
  const cleaned = bytes.slice();
  const found = { durationMs: 0, hasPicture: false };
  walk(cleaned, 0, cleaned.length, found);
  // What shows pictures is a film, which is not taken.
  if (found.hasPicture) throw new AppError('file_type_not_taken');
  return { bytes: cleaned, durationMs: found.durationMs };
}

function walk(
  bytes: Uint8Array,
  start: number,
  end: number,
  found: { durationMs: number; hasPicture: boolean },
): void {
  const view = viewOf(bytes);
  for (let at = start; at + 8 <= end; ) {
    const type = lettersOf(bytes.subarray(at + 4, at + 8));
    const length = view.getUint32(at);
    const isLong = length === 1;
    const size = isLong ? Number(view.getBigUint64(at + 8)) : length || end - at;
    const content = at + (isLong ? 16 : 8);
    if (size < content - at || at + size > end) throw new AppError('file_damaged');
    if (EMPTIED.includes(type)) {
      bytes.set([0x66, 0x72, 0x65, 0x65], at + 4);
      bytes.fill(0, content, at + size);
    } else if (OPENED.includes(type)) walk(bytes, content, at + size, found);
    else if (type === 'mvhd') found.durationMs = durationOf(view, content);
    else if (type === 'hdlr') found.hasPicture ||= view.getUint32(content + 8) === 0x76696465;
    at += size;
  }
}

function durationOf(view: DataView, at: number): number {
  const isLong = view.getUint8(at) === 1;
  const scale = view.getUint32(at + (isLong ? 20 : 12));
  const duration = isLong ? Number(view.getBigUint64(at + 24)) : view.getUint32(at + 16);
  return (duration / scale) * 1000;
}
