// clean-webp: a WebP with what is needed to show it, or its first frame (RFC 9649).
import { AppError } from '../../../shared/errors.ts';
import { join, lettersOf, partCounter, slice, viewOf } from './byte-parts.ts';
import { type CleanImage, MAX_IMAGE_PARTS } from './clean-image.ts';
import { cleanProfile } from './clean-profile.ts';

interface Chunk {
  type: string;
  content: Uint8Array;
}

/** Where in a frame its chunks begin: behind its place, its size and its time. */
const FRAME_HEADER = 16;
const HAS_PROFILE = 0b0010_0000;
const HAS_ALPHA = 0b0001_0000;
const encoder = new TextEncoder();

/** Writes it anew from its picture, its transparency and its colour profile. */
export function cleanWebp(bytes: Uint8Array): CleanImage {
  const count = partCounter(MAX_IMAGE_PARTS);
  // Some leave out the last padding byte.
  const end = Math.min(bytes.length, 8 + viewOf(bytes).getUint32(4, true));
  const chunks = chunksOf(slice(bytes, 12, end), count);
  const frame = named(chunks, 'ANMF')?.content;
  // Moderation sees the first frame, so it is the only one that is kept.
  const shown = frame ? chunksOf(slice(frame, FRAME_HEADER, frame.length), count) : chunks;
  const lossy = named(shown, 'VP8 ');
  const picture = lossy ?? named(shown, 'VP8L');
  if (!picture) throw new AppError('file_damaged');
  const size = sizeOf(picture);
  const alpha = lossy && named(shown, 'ALPH');
  const given = named(chunks, 'ICCP');
  const content = given && cleanProfile(given.content);
  const profile = content && { type: 'ICCP', content };
  const kept = [profile, alpha, picture].filter((chunk) => chunk !== undefined);
  if (kept.length === 1) return { bytes: webpOf(kept), ...size };
  const hasAlpha = lossy ? alpha !== undefined : isTransparent(picture.content);
  const flags = (profile ? HAS_PROFILE : 0) | (hasAlpha ? HAS_ALPHA : 0);
  return { bytes: webpOf([extended(flags, size), ...kept]), ...size };
}

function chunksOf(bytes: Uint8Array, count: () => void): Chunk[] {
  const view = viewOf(bytes);
  const chunks: Chunk[] = [];
  for (let at = 0; at < bytes.length; ) {
    count();
    const length = view.getUint32(at + 4, true);
    const type = lettersOf(slice(bytes, at, at + 4));
    chunks.push({ type, content: slice(bytes, at + 8, at + 8 + length) });
    at += 8 + length + (length % 2);
  }
  return chunks;
}

function named(chunks: Chunk[], type: string): Chunk | undefined {
  return chunks.find((chunk) => chunk.type === type);
}

function webpOf(chunks: Chunk[]): Uint8Array<ArrayBuffer> {
  const parts = chunks.flatMap(({ type, content }) => {
    const head = join([encoder.encode(type), new Uint8Array(4)]);
    viewOf(head).setUint32(4, content.length, true);
    return [head, content, new Uint8Array(content.length % 2)];
  });
  const webp = join([encoder.encode('RIFF....WEBP'), ...parts]);
  viewOf(webp).setUint32(4, webp.length - 8, true);
  return webp;
}

/** What comes first where there is more than a picture: sides are three bytes, less one. */
function extended(flags: number, { width, height }: { width: number; height: number }): Chunk {
  const sides = [width - 1, height - 1].flatMap((side) => [side & 255, side >> 8, 0]);
  return { type: 'VP8X', content: Uint8Array.of(flags, 0, 0, 0, ...sides) };
}

/** As the picture itself says: what unpacks it goes by nothing else. */
function sizeOf({ type, content }: Chunk): { width: number; height: number } {
  const view = viewOf(content);
  if (type === 'VP8 ')
    return { width: view.getUint16(6, true) & 0x3fff, height: view.getUint16(8, true) & 0x3fff };
  const bits = view.getUint32(1, true);
  return { width: (bits & 0x3fff) + 1, height: ((bits >> 14) & 0x3fff) + 1 };
}

function isTransparent(lossless: Uint8Array): boolean {
  return ((viewOf(lossless).getUint32(1, true) >> 28) & 1) === 1;
}
