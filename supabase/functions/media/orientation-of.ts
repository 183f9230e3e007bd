// orientation-of: how a picture is turned, from its EXIF (CIPA DC-008, tag 0x0112).
import { lettersOf, viewOf } from './byte-parts.ts';

const ORIENTATION = 0x0112;

/** 1 to 8; undefined when the segment is no EXIF or does not say. */
export function orientationOf(segment: Uint8Array): number | undefined {
  if (lettersOf(segment.subarray(0, 6)) !== 'Exif\0\0') return undefined;
  const view = viewOf(segment.subarray(6));
  try {
    const isLittle = view.getUint16(0) === 0x4949;
    const directory = view.getUint32(4, isLittle);
    const count = view.getUint16(directory, isLittle);
    for (let nr = 0; nr < count; nr += 1) {
      const entry = directory + 2 + nr * 12;
      if (view.getUint16(entry, isLittle) !== ORIENTATION) continue;
      const orientation = view.getUint16(entry + 8, isLittle);
      return orientation >= 1 && orientation <= 8 ? orientation : undefined;
    }
  } catch (error) {
    // Metadata that lead past their end are not kept anyway.
    if (!(error instanceof RangeError)) throw error;
  }
  return undefined;
}
