// clean-image: what a picture is by its content, and the same picture without anything else in it.
import { AppError } from '../../../shared/errors.ts';
import { cleanGif } from './clean-gif.ts';
import { cleanJpeg } from './clean-jpeg.ts';
import { cleanPng } from './clean-png.ts';
import { cleanWebp } from './clean-webp.ts';

export interface CleanImage {
  /** Its first frame, without EXIF but for the orientation, and without XMP and comments. */
  bytes: Uint8Array<ArrayBuffer>;
  /** As stored; an orientation may turn it. */
  width: number;
  height: number;
  /** A JPEG that comes in several goes, so that all of it is in memory at last. */
  isLayered?: boolean;
}

interface ImageFormat {
  mimeType: string;
  extension: string;
  signature: RegExp;
  clean(bytes: Uint8Array): CleanImage | Promise<CleanImage>;
  /**
   * The most that it may have when it is unpacked. A JPEG is decoded at the size that is needed;
   * all others are whole in memory, of which a function has 256 MB, and cost 2 s of CPU at most.
   */
  maxPixels: number;
}

const MEGA = 1_000_000;
/** Some have a hundred; each costs more time and memory than its bytes. */
export const MAX_IMAGE_PARTS = 20_000;
/** Six bytes a pixel at most, of a JPEG in several goes. */
const MAX_LAYERED_PIXELS = 16 * MEGA;

const formats: ImageFormat[] = [
  {
    mimeType: 'image/jpeg',
    extension: 'jpg',
    signature: /^\xff\xd8\xff/,
    clean: cleanJpeg,
    maxPixels: 50 * MEGA,
  },
  {
    mimeType: 'image/png',
    extension: 'png',
    signature: /^.PNG\r\n/,
    clean: cleanPng,
    maxPixels: 9 * MEGA,
  },
  {
    mimeType: 'image/webp',
    extension: 'webp',
    signature: /^RIFF.{4}WEBP/s,
    clean: cleanWebp,
    maxPixels: 9 * MEGA,
  },
  {
    mimeType: 'image/gif',
    extension: 'gif',
    signature: /^GIF8[79]a/,
    clean: cleanGif,
    maxPixels: 9 * MEGA,
  },
];

/** The picture's format, by how it begins; undefined for what is no picture that is taken. */
export function imageFormat(start: string): ImageFormat | undefined {
  return formats.find(({ signature }) => signature.test(start));
}

/** Throws `file_damaged` for what is not as its format wants, `file_too_large` for bombs. */
export async function cleanImage(bytes: Uint8Array, format: ImageFormat): Promise<CleanImage> {
  const image = await clean(bytes, format);
  const { width, height, isLayered } = image;
  const maxPixels = isLayered ? MAX_LAYERED_PIXELS : format.maxPixels;
  if (width === 0 || height === 0) throw new AppError('file_damaged');
  if (width * height > maxPixels)
    throw new AppError('file_too_large', {
      details: { pixels: width * height, max_pixels: maxPixels },
    });
  return image;
}

async function clean(bytes: Uint8Array, format: ImageFormat): Promise<CleanImage> {
  try {
    return await format.clean(bytes);
  } catch (cause) {
    // A length that leads past the end of the file.
    if (cause instanceof RangeError) throw new AppError('file_damaged', { cause });
    throw cause;
  }
}
