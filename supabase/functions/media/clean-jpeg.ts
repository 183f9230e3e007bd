// clean-jpeg: a JPEG with the segments that are needed to show it (ITU-T T.81, annex B).
import { AppError } from '../../../shared/errors.ts';
import { join, lettersOf, slice, viewOf } from './byte-parts.ts';
import type { CleanImage } from './clean-image.ts';
import { orientationOf } from './orientation-of.ts';

const SOI = 0xd8;
const EOI = 0xd9;
const SOS = 0xda;
const APP0 = 0xe0;
const APP1 = 0xe1;
const APP2 = 0xe2;
const APP14 = 0xee;
const COMMENT = 0xfe;
/** Frames whose picture comes in one go. */
const AT_ONCE = [0xc0, 0xc1];
/** A handful is usual; each costs the time of a walk through the picture. */
const MAX_SCANS = 100;
/** Tables for Huffman and arithmetic codes and the like share the range of frames. */
const NO_FRAMES = [0xc4, 0xc8, 0xcc];

/** Keeps the frame, the tables, the scans, the colour profile and the orientation. */
export function cleanJpeg(bytes: Uint8Array): CleanImage {
  const view = viewOf(bytes);
  const start = slice(bytes, 0, 2);
  const parts: Uint8Array[] = [];
  let size: { width: number; height: number } | undefined;
  let orientation = 1;
  let scans = 0;
  let isAtOnce = true;
  let at = 2;
  for (;;) {
    if (view.getUint8(at) !== 0xff) throw new AppError('file_damaged');
    while (view.getUint8(at + 1) === 0xff) at += 1;
    const marker = view.getUint8(at + 1);
    if (marker === EOI) break;
    if (marker === SOI || marker < 0xc0) throw new AppError('file_damaged');
    const end = at + 2 + view.getUint16(at + 2);
    const segment = slice(bytes, at, end);
    if (marker >= 0xc0 && marker <= 0xcf && !NO_FRAMES.includes(marker)) {
      // A second frame would be shown by some programs and not counted here.
      if (size) throw new AppError('file_damaged');
      isAtOnce = AT_ONCE.includes(marker);
      size = { height: view.getUint16(at + 5), width: view.getUint16(at + 7) };
    }
    if (marker === APP1) orientation = orientationOf(segment.subarray(4)) ?? orientation;
    if (isKept(marker, segment)) parts.push(segment);
    at = end;
    if (marker === SOS) {
      scans += 1;
      if (scans > MAX_SCANS) throw new AppError('file_damaged');
      const scanEnd = endOfScan(bytes, at);
      parts.push(slice(bytes, at, scanEnd));
      at = scanEnd;
    }
  }
  if (!size) throw new AppError('file_damaged');
  const turned = orientation === 1 ? [] : [orientationSegment(orientation)];
  const cleaned = join([start, ...turned, ...parts, Uint8Array.of(0xff, EOI)]);
  return { bytes: cleaned, ...size, isLayered: !isAtOnce || scans > 1 };
}

function isKept(marker: number, segment: Uint8Array): boolean {
  if (marker === COMMENT) return false;
  if (marker < APP0 || marker > 0xef) return true;
  const name = lettersOf(segment.subarray(4, 16));
  return (
    (marker === APP0 && name.startsWith('JFIF\0')) ||
    (marker === APP2 && name.startsWith('ICC_PROFILE\0')) ||
    (marker === APP14 && name.startsWith('Adobe'))
  );
}

/** Within a scan FF is followed by 00 or a restart marker (D0 to D7). */
function endOfScan(bytes: Uint8Array, start: number): number {
  let at = start;
  for (;;) {
    at = bytes.indexOf(0xff, at);
    if (at < 0) throw new AppError('file_damaged');
    const next = bytes[at + 1];
    if (next !== 0 && next !== 0xff && !(next !== undefined && next >= 0xd0 && next <= 0xd7))
      return at;
    at += 1;
  }
}

/** EXIF with nothing but the orientation. */
function orientationSegment(orientation: number): Uint8Array {
  const tiff = [0x4d, 0x4d, 0, 42, 0, 0, 0, 8, 0, 1, 1, 0x12, 0, 3, 0, 0, 0, 1];
  const exif = [0x45, 0x78, 0x69, 0x66, 0, 0, ...tiff, 0, orientation, 0, 0, 0, 0, 0, 0];
  return Uint8Array.of(0xff, APP1, 0, exif.length + 2, ...exif);
}
