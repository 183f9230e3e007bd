// clean-wav: a WAV with its format and its samples (RIFF, Microsoft's WAVE).
import { AppError } from '../../../shared/errors.ts';
import { join, lettersOf, partCounter, slice, viewOf } from './byte-parts.ts';
import type { CleanSound } from './clean-sound.ts';

const PEAKS = 100;
const MAX_CHUNKS = 1000;
/** Of what is kept beside the samples, once: what is longer says something else. */
const LENGTHS: Record<string, number> = { 'fmt ': 40, fact: 4 };
/** Whose samples all have the same length: PCM, floats, A-law, mu-law, and what is one of them. */
const EVEN_FORMATS = [1, 3, 6, 7, 0xfffe];

/** Drops all chunks but `fmt `, `fact` and `data`; the samples move to where they begin then. */
export function cleanWav(bytes: Uint8Array<ArrayBuffer>): CleanSound {
  const view = viewOf(bytes);
  const parts = [slice(bytes, 0, 12).slice()];
  const kept = new Set<string>();
  let format: DataView | undefined;
  const count = partCounter(MAX_CHUNKS);
  for (let at = 12; at < bytes.length; ) {
    count();
    const type = lettersOf(slice(bytes, at, at + 4));
    // What was streamed does not know its length when it begins, and says the most there is.
    const length = Math.min(view.getUint32(at + 4, true), bytes.length - at - 8);
    const end = at + 8 + length;
    if (!kept.has(type) && length <= (LENGTHS[type] ?? -1)) {
      const chunk = slice(bytes, at, end).slice();
      kept.add(type);
      parts.push(chunk, new Uint8Array(length % 2));
      if (type === 'fmt ') format = viewOf(chunk.subarray(8));
    }
    if (type === 'data') {
      if (!format) throw new AppError('file_damaged');
      parts.push(slice(bytes, at, at + 8).slice());
      const head = join(parts);
      viewOf(head).setUint32(head.length - 4, length, true);
      const whole = moved(bytes, at + 8, head, length);
      const isPcm16 = format.getUint16(0, true) === 1 && format.getUint16(14, true) === 16;
      const peaks = isPcm16
        ? { peaks: peaksOf(whole.subarray(head.length, head.length + length)) }
        : {};
      return { bytes: whole, durationMs: (length / bytesPerSecond(format)) * 1000, ...peaks };
    }
    at = end + (length % 2);
  }
  throw new AppError('file_damaged');
}
/** By what a player goes by, not by the field that says so. */
function bytesPerSecond(format: DataView): number {
  if (!EVEN_FORMATS.includes(format.getUint16(0, true))) throw new AppError('file_type_not_taken');
  const [channels, hertz] = [format.getUint16(2, true), format.getUint32(4, true)];
  return hertz * channels * (format.getUint16(14, true) / 8);
}

/** The samples behind another head, in their place or before it. */
function moved(
  bytes: Uint8Array<ArrayBuffer>,
  start: number,
  head: Uint8Array,
  length: number,
): Uint8Array<ArrayBuffer> {
  bytes.copyWithin(head.length, start, start + length);
  bytes.set(head);
  const end = head.length + length;
  // Some leave out the last padding byte.
  const whole = bytes.subarray(0, end + (length % 2));
  whole.fill(0, end);
  viewOf(whole).setUint32(4, whole.length - 8, true);
  return whole;
}

/** The loudest sample of each step, all channels together. */
function peaksOf({ buffer, byteOffset, length }: Uint8Array<ArrayBuffer>): number[] {
  const samples = new Int16Array(buffer, byteOffset, Math.floor(length / 2));
  const step = Math.max(1, Math.ceil(samples.length / PEAKS));
  return Array.from({ length: Math.min(PEAKS, Math.ceil(samples.length / step)) }, (_, nr) => {
    let loudest = 0;
    for (const sample of samples.subarray(nr * step, (nr + 1) * step))
      loudest = Math.max(loudest, Math.abs(sample));
    return Math.round((loudest / 32_768) * 100);
  });
}
