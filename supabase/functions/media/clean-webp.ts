// clean-webp: a WebP with the chunks that are needed to show it (RFC 9649).
import { AppError } from '../../../shared/errors.ts';
import { join, lettersOf, slice, viewOf } from './byte-parts.ts';
import type { CleanImage } from './clean-image.ts';

const KEPT = new Set(['VP8 ', 'VP8L', 'VP8X', 'ALPH', 'ANIM', 'ANMF', 'ICCP']);
/** Flags of VP8X that say that there are EXIF and XMP. */
const METADATA_FLAGS = 0b0000_1100;
const encoder = new TextEncoder();

/** Drops EXIF, XMP, unknown chunks and what follows the end. */
export function cleanWebp(bytes: Uint8Array): CleanImage {
  const view = viewOf(bytes);
  const fileEnd = 8 + view.getUint32(4, true);
  const parts: Uint8Array[] = [];
  let size: { width: number; height: number } | undefined;
  let still: Uint8Array<ArrayBuffer> | undefined;
  for (let at = 12; at < fileEnd; ) {
    const type = lettersOf(slice(bytes, at, at + 4));
    const length = view.getUint32(at + 4, true);
    const content = slice(bytes, at + 8, at + 8 + length);
    size ??= sizeOf(type, content);
    if (type === 'ANMF') still ??= stillOf(content);
    const end = at + 8 + length + (length % 2);
    if (KEPT.has(type)) {
      // Some leave out the last padding byte.
      const chunk = join([slice(bytes, at, at + 8 + length), new Uint8Array(length % 2)]);
      if (type === 'VP8X') chunk[8] = (chunk[8] ?? 0) & ~METADATA_FLAGS;
      parts.push(chunk);
    }
    at = end;
  }
  if (!size) throw new AppError('file_damaged');
  return { bytes: webpOf(parts), ...size, ...(still ? { still } : {}) };
}

function webpOf(chunks: Uint8Array[]): Uint8Array<ArrayBuffer> {
  const webp = join([encoder.encode('RIFF....WEBP'), ...chunks]);
  viewOf(webp).setUint32(4, webp.length - 8, true);
  return webp;
}

/** A picture of its own of a frame: 16 bytes of place, size and time, then what it shows. */
function stillOf(frame: Uint8Array): Uint8Array<ArrayBuffer> {
  const shown = slice(frame, 16, frame.length);
  if (lettersOf(slice(shown, 0, 4)) !== 'ALPH') return webpOf([shown]);
  // With transparency, and of the frame's size.
  const extended = Uint8Array.of(...encoder.encode('VP8X'), 10, 0, 0, 0, 0b0001_0000, 0, 0, 0);
  return webpOf([extended, slice(frame, 6, 12), shown]);
}

function sizeOf(type: string, content: Uint8Array): { width: number; height: number } {
  const view = viewOf(content);
  if (type === 'VP8X') {
    const three = (at: number) => view.getUint16(at, true) + (view.getUint8(at + 2) << 16) + 1;
    return { width: three(4), height: three(7) };
  }
  if (type === 'VP8 ')
    return { width: view.getUint16(6, true) & 0x3fff, height: view.getUint16(8, true) & 0x3fff };
  if (type !== 'VP8L') throw new AppError('file_damaged');
  const bits = view.getUint32(1, true);
  return { width: (bits & 0x3fff) + 1, height: ((bits >> 14) & 0x3fff) + 1 };
}
