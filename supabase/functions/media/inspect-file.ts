// inspect-file: what an upload is, by its content; its name and its declared type say nothing.

import { MAX_BYTES } from '../../../shared/contracts/media.ts';
import { AppError } from '../../../shared/errors.ts';
import { toHex } from '../_shared/hex.ts';
import { lettersOf } from './byte-parts.ts';
import { cleanImage, imageFormat } from './clean-image.ts';
import { cleanSound, soundFormat } from './clean-sound.ts';
import { requireHarmless } from './require-harmless.ts';

export interface InspectedFile {
  kind: 'image' | 'audio';
  mime_type: string;
  /** The name of its file. */
  original: string;
  bytes: Uint8Array<ArrayBuffer>;
  size_bytes: number;
  /** Of the cleaned bytes. */
  content_hash: string;
  width?: number;
  height?: number;
  duration_ms?: number;
  peaks?: number[];
}

/**
 * The file without what it need not have; where it is sound, the given bytes are written over.
 * Throws `file_type_not_taken`, `file_too_large`, `file_damaged` and `file_unsafe`.
 */
export async function inspectFile(
  given: Uint8Array<ArrayBuffer>,
  { imagesOnly = false }: { imagesOnly?: boolean } = {},
): Promise<InspectedFile> {
  const start = lettersOf(given.subarray(0, 80));
  const image = imageFormat(start);
  if (image) {
    requireSize(given, MAX_BYTES.image);
    requireHarmless(given);
    const { bytes, width, height } = await cleanImage(given, image);
    return { kind: 'image', ...named(image), ...(await sealed(bytes)), width, height };
  }
  const sound = imagesOnly ? undefined : soundFormat(start);
  if (!sound) throw new AppError('file_type_not_taken');
  requireSize(given, MAX_BYTES.audio);
  requireHarmless(given);
  const { bytes, durationMs, peaks } = cleanSound(given, sound);
  const heard = { duration_ms: durationMs, ...(peaks ? { peaks } : {}) };
  return { kind: 'audio', ...named(sound), ...(await sealed(bytes)), ...heard };
}

function requireSize({ length }: Uint8Array, maxBytes: number): void {
  if (length > maxBytes)
    throw new AppError('file_too_large', { details: { bytes: length, max_bytes: maxBytes } });
}

function named({ mimeType, extension }: { mimeType: string; extension: string }) {
  return { mime_type: mimeType, original: `original.${extension}` };
}

async function sealed(
  bytes: Uint8Array<ArrayBuffer>,
): Promise<Pick<InspectedFile, 'bytes' | 'size_bytes' | 'content_hash'>> {
  const digest = await crypto.subtle.digest('SHA-256', bytes);
  return { bytes, size_bytes: bytes.length, content_hash: toHex(new Uint8Array(digest)) };
}
