// render-image: images changed on the way out, by sharp where the platform has imgproxy.
import sharp from 'sharp';
import { asService } from './caller.ts';
import { findAuthenticated, findPublic, readDownloadToken } from './find-readable.ts';
import { findObject } from './object-table.ts';
import { readQuery } from './read-json.ts';
import { fileHeaders, isFresh } from './serve-file.ts';
import type { Call, CallerCall, Target } from './storage-context.ts';
import { StorageError } from './storage-error.ts';
import { parseTransformation, type Transformation, transformation } from './transformation.ts';
import { type Stored, withBytes } from './with-bytes.ts';

const MAX_SIDE = 2500;
const MAX_SOURCE_BYTES = 25_000_000;
const MAX_SOURCE_PIXELS = 50_000_000;
const DEFAULT_QUALITY = 80;
/** Of 0 to 9; the default makes people wait for seconds. */
const AVIF_EFFORT = 2;

/** GET /render/image/public/{bucket}/{key}?width=. */
export async function renderPublic(call: Call, target: Target): Promise<Response> {
  const wish = readQuery(call.request, transformation);
  return withBytes(
    () => findPublic(call, target),
    (object) => render(call, object, wish),
  );
}

/** GET /render/image/authenticated/{bucket}/{key}?width=. */
export async function renderAuthenticated(call: CallerCall, target: Target): Promise<Response> {
  const wish = readQuery(call.request, transformation);
  return withBytes(
    () => findAuthenticated(call, target),
    (object) => render(call, object, wish),
  );
}

/** GET /render/image/sign/{bucket}/{key}?token=: as the token says, whatever the query says. */
export async function renderSigned(call: Call, target: Target): Promise<Response> {
  const { transformations, exp } = await readDownloadToken(call, target);
  if (!transformations) throw new StorageError('InvalidSignature');
  const wish = parseTransformation(transformations);
  return withBytes(
    () => findObject(call, asService(), target),
    (object) => render(call, object, wish, new Date(exp * 1000)),
  );
}

async function render(
  { storage, request }: Call,
  { version, metadata }: Stored,
  wish: Transformation,
  expires?: Date,
): Promise<Response> {
  const headers = fileHeaders(request, metadata, expires);
  headers.delete('accept-ranges');
  if (isFresh(request, metadata)) return new Response(null, { status: 304, headers });
  if (metadata.size > MAX_SOURCE_BYTES) throw unprocessable('Source image file is too big');
  const file = await storage.files.open(version);
  const source = await file.readFile().finally(() => file.close());
  const { data, format } = await transform(source, wish, request);
  headers.set('content-type', `image/${format}`);
  headers.set('content-length', String(data.byteLength));
  const body = request.method === 'HEAD' ? null : new Uint8Array(data);
  return new Response(body, { headers });
}

const fits = { cover: 'cover', contain: 'inside', fill: 'fill' } as const;
const formats = ['jpeg', 'png', 'webp', 'gif', 'avif'] as const;
type Format = (typeof formats)[number];

/** Never larger than the source, upright, and without what a camera wrote into it. */
async function transform(source: Buffer, wish: Transformation, request: Request) {
  const { width, height, resize = 'cover', quality = DEFAULT_QUALITY } = wish;
  try {
    const image = sharp(source, { limitInputPixels: MAX_SOURCE_PIXELS });
    const format = outputFormat(wish, (await image.metadata()).format, request);
    // For PNG, sharp would take a quality as the wish for a palette.
    const options = format === 'png' || format === 'gif' ? {} : { quality };
    const data = await image
      .autoOrient()
      .resize({
        ...(width ? { width: Math.min(width, MAX_SIDE) } : {}),
        ...(height ? { height: Math.min(height, MAX_SIDE) } : {}),
        fit: fits[resize],
        withoutEnlargement: true,
      })
      .toFormat(format, format === 'avif' ? { ...options, effort: AVIF_EFFORT } : options)
      .toBuffer();
    return { data, format };
  } catch (cause) {
    const isTooLarge = cause instanceof Error && cause.message.includes('exceeds pixel limit');
    throw unprocessable(
      isTooLarge ? 'Source image resolution is too big' : 'Source image type not supported',
      cause,
    );
  }
}

/** As asked; else WebP for who accepts it; else the source's own, or PNG for drawings. */
function outputFormat(wish: Transformation, source: string | undefined, request: Request): Format {
  if (wish.format === 'avif' || wish.format === 'webp') return wish.format;
  if (wish.format !== 'origin' && request.headers.get('accept')?.includes('image/webp'))
    return 'webp';
  const own = source === 'heif' ? 'avif' : source;
  return formats.find((format) => format === own) ?? 'png';
}

function unprocessable(message: string, cause?: unknown): StorageError {
  return new StorageError('InvalidRequest', { message, statusCode: 422, cause });
}
