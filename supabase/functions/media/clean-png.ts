// clean-png: a PNG with the chunks that are needed to show it (W3C PNG, third edition).
import { AppError } from '../../../shared/errors.ts';
import { join, lettersOf, partCounter, slice, viewOf } from './byte-parts.ts';
import { type CleanImage, MAX_IMAGE_PARTS } from './clean-image.ts';

const KEPT = new Set([
  ...['IHDR', 'PLTE', 'IDAT', 'IEND', 'tRNS', 'gAMA', 'cHRM', 'sRGB', 'iCCP', 'sBIT', 'pHYs'],
  'bKGD',
]);

/** Drops text, time, EXIF, frames but the first, unknown chunks and what follows the end. */
export function cleanPng(bytes: Uint8Array): CleanImage {
  const view = viewOf(bytes);
  const parts = [slice(bytes, 0, 8)];
  if (lettersOf(slice(bytes, 12, 16)) !== 'IHDR') throw new AppError('file_damaged');
  const [width, height] = [view.getUint32(16), view.getUint32(20)];
  const count = partCounter(MAX_IMAGE_PARTS);
  let at = 8;
  for (;;) {
    count();
    const end = at + 12 + view.getUint32(at);
    const type = lettersOf(slice(bytes, at + 4, at + 8));
    if (KEPT.has(type)) parts.push(slice(bytes, at, end));
    else slice(bytes, at, end);
    at = end;
    if (type === 'IEND') return { bytes: join(parts), width, height };
  }
}
