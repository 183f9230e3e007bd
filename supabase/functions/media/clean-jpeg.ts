// clean-jpeg: a JPEG with the segments that are needed to show it (ITU-T T.81, annex B).
import { AppError } from '../../../shared/errors.ts';
import { join, lettersOf, partCounter, slice, viewOf } from './byte-parts.ts';
import { type CleanImage, MAX_IMAGE_PARTS } from './clean-image.ts';
import { cleanProfile } from './clean-profile.ts';
import { orientationOf } from './orientation-of.ts';

const SOI = 0xd8;
const EOI = 0xd9;
const SOS = 0xda;
const APP0 = 0xe0;
const APP1 = 0xe1;
const APP2 = 0xe2;
const APP14 = 0xee;
const LAST_APP = 0xef;
const COMMENT = 0xfe;
/** What no program writes, and none would miss. */
const FIRST_RESERVED = 0xf0;
/** Frames whose picture comes in one go. */
const AT_ONCE = [0xc0, 0xc1];
/** Ten are usual; each costs the time of a walk through the picture. */
const MAX_SCANS = 30;
/** Tables for Huffman and arithmetic codes and the like share the range of frames. */
const NO_FRAMES = [0xc4, 0xc8, 0xcc];
/** JFIF 1.1, square pixels, without a small picture in it. */
const JFIF = [0xff, APP0, 0, 16, 0x4a, 0x46, 0x49, 0x46, 0, 1, 1, 0, 0, 1, 0, 1, 0, 0];
/** Components of what is neither grey nor to be printed. */
const COLOURS = 3;
/** Behind its name a segment of a profile has its number and how many there are. */
const PROFILE = 'ICC_PROFILE\0';
const PROFILE_NUMBER = 16;
const PROFILE_START = 18;

/** Keeps the frame, the tables, the scans, the colour profile and the orientation. */
export function cleanJpeg(bytes: Uint8Array): CleanImage {
  const view = viewOf(bytes);
  const start = slice(bytes, 0, 2);
  const parts: Uint8Array[] = [];
  let size: { width: number; height: number } | undefined;
  const applications: Uint8Array[] = [];
  let scans = 0;
  let isAtOnce = true;
  let components = 0;
  const count = partCounter(MAX_IMAGE_PARTS);
  let at = 2;
  for (;;) {
    count();
    if (view.getUint8(at) !== 0xff) throw new AppError('file_damaged');
    while (view.getUint8(at + 1) === 0xff) at += 1;
    const marker = view.getUint8(at + 1);
    if (marker === EOI) break;
    if (marker === SOI || marker < 0xc0 || (marker >= FIRST_RESERVED && marker < COMMENT))
      throw new AppError('file_damaged');
    const end = at + 2 + view.getUint16(at + 2);
    const segment = slice(bytes, at, end);
    if (marker >= 0xc0 && marker <= 0xcf && !NO_FRAMES.includes(marker)) {
      // A second frame would be shown by some programs and not counted here.
      if (size) throw new AppError('file_damaged');
      isAtOnce = AT_ONCE.includes(marker);
      size = { height: view.getUint16(at + 5), width: view.getUint16(at + 7) };
      components = view.getUint8(at + 9);
    }
    if (marker >= APP0 && marker <= LAST_APP) applications.push(segment);
    else if (marker !== COMMENT) parts.push(segment);
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
  const end = Uint8Array.of(0xff, EOI);
  const kept = applicationsOf(applications, components);
  const cleaned = join([start, ...kept, ...parts, end]);
  return { bytes: cleaned, ...size, isLayered: !isAtOnce || scans > 1 };
}

/** Of what programs have written: how it is turned and what its colours are, in new segments. */
function applicationsOf(segments: Uint8Array[], components: number): Uint8Array[] {
  const named = (marker: number, name: string) =>
    segments.filter((segment) => {
      const found = lettersOf(segment.subarray(4, 4 + name.length));
      return segment[1] === marker && found === name;
    });
  const jfif = named(APP0, 'JFIF\0').length > 0 ? [Uint8Array.from(JFIF)] : [];
  const orientation = named(APP1, 'Exif\0\0')
    .map((segment) => orientationOf(segment.subarray(4)))
    .findLast((each) => each !== undefined);
  const turned = orientation && orientation > 1 ? [orientationSegment(orientation)] : [];
  const profile = named(APP2, PROFILE)
    .toSorted((one, other) => (one[PROFILE_NUMBER] ?? 0) - (other[PROFILE_NUMBER] ?? 0))
    .map((segment) => segment.subarray(PROFILE_START));
  const colours = components === COLOURS ? cleanProfile(join(profile)) : undefined;
  const adobe = named(APP14, 'Adobe')
    .slice(0, 1)
    .map((segment) => join([Uint8Array.of(0xff, APP14, 0, 14), slice(segment, 4, 16)]));
  return [...jfif, ...turned, ...(colours ? [profileSegment(colours)] : []), ...adobe];
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

/** Cleaned it fits into one. */
function profileSegment(profile: Uint8Array): Uint8Array {
  const head = new Uint8Array(PROFILE_START);
  head.set([0xff, APP2]);
  viewOf(head).setUint16(2, PROFILE_START - 2 + profile.length);
  head.set(new TextEncoder().encode(PROFILE), 4);
  head.set([1, 1], PROFILE_NUMBER);
  return join([head, profile]);
}
