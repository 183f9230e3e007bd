// clean-png: a PNG with the chunks that are needed to show it (W3C PNG, third edition).
import { AppError } from '../../../shared/errors.ts';
import { join, lettersOf, partCounter, slice, viewOf } from './byte-parts.ts';
import { type CleanImage, MAX_IMAGE_PARTS } from './clean-image.ts';
import { cleanProfile } from './clean-profile.ts';
import { inflateAtMost } from './inflate-at-most.ts';
import { pngChunk } from './png-chunk.ts';

const PICTURE = 'IDAT';
const END = 'IEND';
const PROFILE = 'iCCP';
/** What is kept of others, once, and how long it may be: what is longer says something else. */
const LENGTHS: Record<string, number> = {
  ...{ IHDR: 13, PLTE: 768, tRNS: 256, bKGD: 6, pHYs: 9 },
  ...{ gAMA: 4, cHRM: 32, sRGB: 1, sBIT: 4 },
};
/** Those of screens have a few thousand. */
const MAX_PROFILE_BYTES = 1024 * 1024;
/** Of the kind of picture: not only grey. */
const HAS_COLOURS = 2;

/** Drops text, time, EXIF, frames but the first, unknown chunks and what follows the end. */
export async function cleanPng(bytes: Uint8Array): Promise<CleanImage> {
  const view = viewOf(bytes);
  if (lettersOf(slice(bytes, 12, 16)) !== 'IHDR') throw new AppError('file_damaged');
  const [width, height] = [view.getUint32(16), view.getUint32(20)];
  const hasColours = (view.getUint8(25) & HAS_COLOURS) !== 0;
  const parts = [slice(bytes, 0, 8)];
  const seen = new Set<string>();
  const count = partCounter(MAX_IMAGE_PARTS);
  for (let at = 8; ; ) {
    count();
    const length = view.getUint32(at);
    const type = lettersOf(slice(bytes, at + 4, at + 8));
    const chunk = slice(bytes, at, at + 12 + length);
    const isFirst = !seen.has(type);
    seen.add(type);
    if (type === PICTURE || (isFirst && length <= (LENGTHS[type] ?? -1))) parts.push(chunk);
    if (type === PROFILE && isFirst && hasColours) parts.push(...(await profileOf(chunk)));
    at += chunk.length;
    if (type !== END) continue;
    return { bytes: join([...parts, pngChunk(END, new Uint8Array(0))]), width, height };
  }
}

/** The chunk anew; nothing where it holds no profile that is kept. */
async function profileOf(chunk: Uint8Array): Promise<Uint8Array[]> {
  const content = chunk.subarray(8, -4);
  // A name up to a zero, and another zero for the only way to pack.
  const packed = content.subarray(content.indexOf(0) + 2);
  const given = await inflateAtMost(packed, MAX_PROFILE_BYTES);
  const profile = given && cleanProfile(given);
  if (!profile) return [];
  const zlib = new Blob([profile]).stream().pipeThrough(new CompressionStream('deflate'));
  const name = new TextEncoder().encode('RGB\0\0');
  return [pngChunk(PROFILE, join([name, new Uint8Array(await new Response(zlib).arrayBuffer())]))];
}
