// serve-file: the bytes of an object, all of them or a range, with the headers of the platform.
import { Readable } from 'node:stream';
import type { ObjectMetadata } from './object-table.ts';
import type { Call } from './storage-context.ts';
import { StorageError } from './storage-error.ts';
import type { Stored } from './with-bytes.ts';

/** 200, 206 for a range, 304 for who has it already. `expires` is the end of a signed URL. */
export async function serveFile(
  { storage, request }: Call,
  { version, metadata }: Stored,
  expires?: Date,
): Promise<Response> {
  const headers = fileHeaders(request, metadata, expires);
  if (isFresh(request, metadata)) return new Response(null, { status: 304, headers });
  const range = rangeOf(request, metadata);
  headers.set('content-length', String(range ? range.end - range.start + 1 : metadata.size));
  if (range) headers.set('content-range', `bytes ${range.start}-${range.end}/${metadata.size}`);
  const status = range ? 206 : 200;

  const file = await storage.files.open(version);
  if (request.method === 'HEAD' || metadata.size === 0) {
    await file.close();
    return new Response(null, { status, headers });
  }
  const bytes = Readable.toWeb(file.createReadStream(range)) as ReadableStream<Uint8Array>;
  return new Response(bytes, { status, headers });
}

/** What every answer with an object's bytes says, made from them or not. */
export function fileHeaders(request: Request, metadata: ObjectMetadata, expires?: Date): Headers {
  const headers = new Headers({
    'accept-ranges': 'bytes',
    // Pages of strangers do not run under the project's own address.
    'content-type': metadata.mimetype.replace(/^text\/html\b/i, 'text/plain'),
    etag: metadata.eTag,
    'last-modified': new Date(metadata.lastModified).toUTCString(),
    'x-robots-tag': 'none',
  });
  if (expires) headers.set('expires', expires.toUTCString());
  else headers.set('cache-control', metadata.cacheControl);
  if (metadata.contentEncoding) headers.set('content-encoding', metadata.contentEncoding);
  const download = new URL(request.url).searchParams.get('download');
  if (download !== null) headers.set('content-disposition', disposition(download));
  return headers;
}

function disposition(fileName: string): string {
  if (fileName === '') return 'attachment;';
  const encoded = encodeURIComponent(fileName);
  return `attachment; filename=${encoded}; filename*=UTF-8''${encoded};`;
}

/** If-None-Match, and without it If-Modified-Since (RFC 9110 §13.2.2). */
export function isFresh({ headers }: Request, { eTag, lastModified }: ObjectMetadata): boolean {
  const known = headers.get('if-none-match');
  if (known !== null)
    return known.split(',').some((each) => ['*', eTag].includes(each.trim().replace(/^W\//, '')));
  const since = headers.get('if-modified-since');
  return since !== null && Date.parse(since) >= wholeSeconds(lastModified);
}

/** The one range asked for; several, or words nobody knows, are no range (RFC 9110 §14.2). */
function rangeOf(
  { headers }: Request,
  { size, eTag, lastModified }: ObjectMetadata,
): { start: number; end: number } | undefined {
  const [, first, last] = /^bytes=(\d*)-(\d*)$/.exec(headers.get('range') ?? '') ?? [];
  if (!first && !last) return undefined;
  const condition = headers.get('if-range');
  const isSame =
    condition === null ||
    condition === eTag ||
    Date.parse(condition) === wholeSeconds(lastModified);
  if (!isSame) return undefined;
  const start = first ? Number(first) : Math.max(size - Number(last), 0);
  const end = first && last ? Math.min(Number(last), size - 1) : size - 1;
  if (start > end) throw new StorageError('InvalidRange');
  return { start, end };
}

function wholeSeconds(time: string): number {
  return Math.floor(Date.parse(time) / 1000) * 1000;
}
