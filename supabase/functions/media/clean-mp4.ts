// clean-mp4: an MP4 of sound, emptied of all that is not needed to play it (ISO/IEC 14496-12). What
// is a sample is not looked at: of another track, which is not taken, all samples would stay.
import { AppError } from '../../../shared/errors.ts';
import { lettersOf, partCounter, slice, viewOf } from './byte-parts.ts';
import type { CleanSound } from './clean-sound.ts';

const OPENED = ['moov', 'trak', 'mdia', 'minf', 'mvex', 'moof', 'traf'];
/** Where, when and by what it was recorded stands in others. */
const KEPT = new Set([
  ...['ftyp', 'styp', 'mdat', 'sidx', 'mfra'],
  ...['mvhd', 'iods', 'tkhd', 'edts', 'mdhd', 'elng', 'hdlr'],
  ...['smhd', 'nmhd', 'gmhd', 'dinf', 'stbl'],
  ...['mehd', 'trex', 'leva', 'mfhd', 'tfhd', 'tfdt', 'trun', 'sbgp', 'sgpd', 'saiz', 'saio'],
]);
/** They begin with when it was made and changed. */
const DATED = ['mvhd', 'tkhd', 'mdhd'];

/** Recorded live it has some seven a second. */
const MAX_BOXES = 50_000;

interface Found {
  /** Called for each box. */
  count: () => void;
  /** As the whole says; nothing where it is recorded live, in fragments. */
  movieMs: number;
  /** Of the track and its fragments: units a second, units so far, units of a sample. */
  unitsPerSecond: number;
  units: number;
  unitsOfSample: number;
  unitsOfFragmentSample: number;
}

/** Boxes keep their places, as others count on them: what is dropped is zeros in a `free` box. */
export function cleanMp4(bytes: Uint8Array<ArrayBuffer>): CleanSound {
  const found: Found = {
    count: partCounter(MAX_BOXES),
    movieMs: 0,
    unitsPerSecond: 1000,
    units: 0,
    unitsOfSample: 0,
    unitsOfFragmentSample: 0,
  };
  walk(bytes, 0, bytes.length, found);
  const fragmentsMs = (found.units / found.unitsPerSecond) * 1000;
  return { bytes, durationMs: Math.max(found.movieMs, fragmentsMs) };
}

function walk(bytes: Uint8Array, start: number, end: number, found: Found, parent?: string): void {
  const view = viewOf(bytes);
  for (let at = start; at + 8 <= end; ) {
    found.count();
    const type = lettersOf(bytes.subarray(at + 4, at + 8));
    const length = view.getUint32(at);
    const isLong = length === 1;
    const size = isLong ? Number(view.getBigUint64(at + 8)) : length || end - at;
    const content = at + (isLong ? 16 : 8);
    if (size < content - at || at + size > end) throw new AppError('file_damaged');
    if (OPENED.includes(type)) walk(bytes, content, at + size, found, type);
    else if (KEPT.has(type)) {
      const box = bytes.subarray(content, at + size);
      if (DATED.includes(type)) box.fill(0, 4, box[0] === 1 ? 20 : 12);
      if (type === 'hdlr') {
        if (parent === 'mdia') requireSound(box);
        // Behind what it handles there is a name.
        box.fill(0, 24);
      }
      note(type, viewOf(box), found);
    } else {
      bytes.set([0x66, 0x72, 0x65, 0x65], at + 4);
      bytes.fill(0, content, at + size);
    }
    at += size;
  }
}

/** Films have pictures, some recordings chapters, and where they were made. */
function requireSound(handler: Uint8Array): void {
  if (lettersOf(slice(handler, 8, 12)) !== 'soun') throw new AppError('file_type_not_taken');
}

/** Of what a box says nothing is read behind its end. */
function note(type: string, view: DataView, found: Found): void {
  if (type === 'mvhd') found.movieMs = durationOf(view);
  else if (type === 'mdhd') found.unitsPerSecond = scaleOf(view);
  else if (type === 'trex') found.unitsOfSample = view.getUint32(12);
  else if (type === 'tfhd') {
    const flags = view.getUint32(0);
    const place = 8 + (flags & 1 ? 8 : 0) + (flags & 2 ? 4 : 0);
    found.unitsOfFragmentSample = flags & 8 ? view.getUint32(place) : found.unitsOfSample;
  } else if (type === 'trun') found.units += unitsOfRun(view, found.unitsOfFragmentSample);
}

function unitsOfRun(view: DataView, unitsOfSample: number): number {
  const flags = view.getUint32(0);
  const count = view.getUint32(4);
  if (!(flags & 0x100)) return count * unitsOfSample;
  const step = 4 * [0x100, 0x200, 0x400, 0x800].filter((flag) => flags & flag).length;
  const first = 8 + (flags & 1 ? 4 : 0) + (flags & 4 ? 4 : 0);
  let units = 0;
  for (let nr = 0; nr < count; nr += 1) units += view.getUint32(first + nr * step);
  return units;
}

function scaleOf(view: DataView): number {
  return view.getUint32(view.getUint8(0) === 1 ? 20 : 12);
}

function durationOf(view: DataView): number {
  const isLong = view.getUint8(0) === 1;
  const scale = scaleOf(view);
  const duration = isLong ? Number(view.getBigUint64(24)) : view.getUint32(16);
  return (duration / scale) * 1000;
}
