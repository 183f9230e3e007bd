// make-variants: a picture in smaller sizes, as WebP, by ImageMagick in WebAssembly: edge functions
// have no native code.
import { VARIANT_SIZES, type VariantName } from '../../../shared/contracts/media.ts';
import { AppError } from '../../../shared/errors.ts';
import { blurhash } from './blurhash.ts';
import type { InspectedFile } from './inspect-file.ts';
import { srgbProfile } from './write-profile.ts';

type Magick = typeof import('@imagemagick/magick-wasm');

export interface Variant {
  name: VariantName;
  bytes: Uint8Array<ArrayBuffer>;
}

export interface Variants {
  /** The largest first. */
  variants: Variant[];
  blurhash: string;
}

/** Pixels on the longer side from which the blurhash is made. */
const HASH_SIZE = 32;
/** Bytes that a picture may take when it is unpacked; the function has 256 MB in all. */
const MAX_MEMORY = 128 * 1024 * 1024;
const QUALITY = 80;
const MEDIA_SIZES = Object.entries(VARIANT_SIZES).reverse() as [VariantName, number][];

/** Compiled when it is needed for the first time, which takes longer than a picture. */
let loading: Promise<Magick> | undefined;

async function load(): Promise<Magick> {
  const magick = await import('@imagemagick/magick-wasm');
  const wasm = new URL('x86/magick.wasm', import.meta.resolve('@imagemagick/magick-wasm'));
  await magick.initializeImageMagick(await Deno.readFile(wasm));
  magick.ResourceLimits.maxMemoryRequest = BigInt(MAX_MEMORY);
  return magick;
}

/**
 * Each size is made from the one before, so that a large picture is gone through once; none is
 * larger than the picture. Throws `file_damaged` for what cannot be decoded.
 */
export async function makeVariants({
  bytes,
  width = 0,
  height = 0,
}: Pick<InspectedFile, 'bytes' | 'width' | 'height'>): Promise<Variants> {
  loading ??= load();
  const magick = await loading;
  const { ColorProfile, ImageMagick, MagickFormat, MagickGeometry, MagickReadSettings } = magick;
  const { large } = VARIANT_SIZES;
  const settings = new MagickReadSettings({ frameIndex: 0, frameCount: 1 });
  // A JPEG is decoded at a fraction of its size where that is enough, also where it is long and
  // thin; a small one would be at twice its size.
  const scale = large / Math.max(width, height);
  const wanted = [width, height].map((side) => Math.ceil(side * scale)).join('x');
  if (scale < 1) settings.setDefine(MagickFormat.Jpeg, 'size', wanted);
  try {
    return ImageMagick.read(bytes, settings, (image) => {
      image.autoOrient();
      image.resize(new MagickGeometry(`${large}x${large}>`));
      // Nobody asks a variant what its colours mean.
      if (image.getColorProfile()) image.transformColorSpace(new ColorProfile(srgbProfile));
      image.strip();
      image.quality = QUALITY;
      image.settings.setDefine(MagickFormat.WebP, 'method', '2');
      const variants = MEDIA_SIZES.map(([name, size]): Variant => {
        image.resize(new MagickGeometry(`${size}x${size}>`));
        return { name, bytes: image.write(MagickFormat.WebP, (data) => data.slice()) };
      });
      image.resize(new MagickGeometry(`${HASH_SIZE}x${HASH_SIZE}>`));
      const pixels = image.write(MagickFormat.Rgba, (data) => data.slice());
      return { variants, blurhash: blurhash(pixels, image.width, image.height) };
    });
  } catch (cause) {
    throw new AppError('file_damaged', { cause });
  }
}
