// measure-ogg: how long an Ogg of Opus or Vorbis is (RFC 3533, RFC 7845). It is kept as it is: its
// comments are what a recorder calls itself.
import { AppError } from '../../../shared/errors.ts';
import { lettersOf, viewOf } from './byte-parts.ts';
import type { CleanSound } from './clean-sound.ts';

/** The last page counts the samples up to its end. */
export function measureOgg(bytes: Uint8Array<ArrayBuffer>): CleanSound {
  const view = viewOf(bytes);
  const start = lettersOf(bytes.subarray(0, 64));
  const [opus, vorbis] = [start.indexOf('OpusHead'), start.indexOf('\x01vorbis')];
  if (opus < 0 && vorbis < 0) throw new AppError('file_type_not_taken');
  const rate = opus >= 0 ? 48_000 : view.getUint32(vorbis + 12, true);
  const skipped = opus >= 0 ? view.getUint16(opus + 10, true) : 0;
  let samples = 0n;
  for (let at = 0; at < bytes.length; ) {
    if (lettersOf(bytes.subarray(at, at + 4)) !== 'OggS') throw new AppError('file_damaged');
    const position = view.getBigInt64(at + 6, true);
    if (position > samples) samples = position;
    const segments = view.getUint8(at + 26);
    at += 27 + segments;
    const table = bytes.subarray(at - segments, at);
    for (const length of table) at += length;
    if (at > bytes.length) throw new AppError('file_damaged');
  }
  return { bytes, durationMs: ((Number(samples) - skipped) / rate) * 1000 };
}
