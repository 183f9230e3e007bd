// clean-mp3: the frames of an MP3, without ID3 tags (ISO/IEC 11172-3 and 13818-3, layer III).
import { AppError } from '../../../shared/errors.ts';
import { lettersOf, partCounter, viewOf } from './byte-parts.ts';
import type { CleanSound } from './clean-sound.ts';

const KBITS_1 = [0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320];
const KBITS_2 = [0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160];
/** One is usual; programs that do not look add another. */
const MAX_TAGS = 10;
const HERTZ = [44_100, 48_000, 32_000];

/** Counts the frames; what stands before the first and after the last is dropped. */
export function cleanMp3(bytes: Uint8Array<ArrayBuffer>): CleanSound {
  const start = endOfId3(bytes);
  const view = viewOf(bytes);
  let at = start;
  let durationMs = 0;
  while (at + 4 <= bytes.length) {
    const frame = frameOf(view.getUint32(at));
    if (!frame || at + frame.length > bytes.length) break;
    durationMs += frame.durationMs;
    at += frame.length;
  }
  if (at === start) throw new AppError('file_damaged');
  return { bytes: bytes.subarray(start, at), durationMs };
}

/** Tags may follow one another; their length is four times seven bits. */
function endOfId3(bytes: Uint8Array): number {
  const view = viewOf(bytes);
  const count = partCounter(MAX_TAGS);
  let at = 0;
  while (lettersOf(bytes.subarray(at, at + 3)) === 'ID3') {
    count();
    const length = [6, 7, 8, 9].reduce((sum, nr) => sum * 128 + (view.getUint8(at + nr) & 127), 0);
    at += 10 + length;
  }
  return at;
}

function frameOf(header: number): { length: number; durationMs: number } | undefined {
  const version = (header >>> 19) & 3;
  const isLayer3 = ((header >>> 17) & 3) === 1;
  if (header >>> 21 !== 0x7ff || version === 1 || !isLayer3) return undefined;
  const isFirst = version === 3;
  const kbits = (isFirst ? KBITS_1 : KBITS_2)[(header >>> 12) & 15];
  const hertz = HERTZ[(header >>> 10) & 3];
  if (!kbits || !hertz) return undefined;
  const rate = hertz / (isFirst ? 1 : version === 2 ? 2 : 4);
  const samples = isFirst ? 1152 : 576;
  const padding = (header >>> 9) & 1;
  return {
    length: Math.floor((samples / 8) * ((kbits * 1000) / rate)) + padding,
    durationMs: (samples / rate) * 1000,
  };
}
