// read-upload: what a request uploads, in a form or as its whole body.
import type { UserMetadata } from './object-table.ts';
import { readMultipart } from './read-multipart.ts';
import { StorageError } from './storage-error.ts';

export interface Upload {
  mimeType: string;
  cacheControl: string;
  contentEncoding: string | undefined;
  userMetadata: UserMetadata | undefined;
  /** Bytes as the request declares them; a form does not. */
  declaredSize: number | undefined;
  bytes: AsyncIterable<Uint8Array>;
}

/** Reads up to the file's first byte. The body stays open: what is not read, the server drains. */
export async function readUpload(request: Request): Promise<Upload> {
  const { headers } = request;
  const contentType = headers.get('content-type') ?? 'application/octet-stream';
  const body = readBody(request);
  if (/^multipart\/form-data\b/i.test(contentType)) {
    const { fields, mimeType, bytes } = await readMultipart(body, contentType);
    const age = fields.get('cacheControl');
    return {
      mimeType: fields.get('contentType') ?? mimeType ?? 'application/octet-stream',
      cacheControl: age ? `max-age=${age}` : 'no-cache',
      contentEncoding: fields.get('contentEncoding'),
      userMetadata: parseMetadata(fields.get('metadata') ?? fields.get('userMetadata')),
      declaredSize: undefined,
      bytes,
    };
  }
  const length = headers.get('content-length');
  return {
    mimeType: contentType,
    cacheControl: headers.get('cache-control') ?? 'no-cache',
    contentEncoding: headers.get('content-encoding') ?? undefined,
    userMetadata: readMetadataHeader(request),
    declaredSize: length === null ? undefined : Number(length),
    bytes: body,
  };
}

/** The metadata of the header `x-metadata`, base64 of JSON. */
export function readMetadataHeader({ headers }: Request): UserMetadata | undefined {
  const encoded = headers.get('x-metadata');
  return parseMetadata(encoded ? Buffer.from(encoded, 'base64').toString('utf8') : undefined);
}

/** Metadata that is no JSON object is left out, as on the platform. */
export function parseMetadata(text: string | null | undefined): UserMetadata | undefined {
  if (!text) return undefined;
  try {
    const value: unknown = JSON.parse(text);
    return value !== null && typeof value === 'object' ? (value as UserMetadata) : undefined;
  } catch {
    return undefined;
  }
}

async function* readBody({ body }: Request): AsyncGenerator<Uint8Array> {
  for (;;) {
    const chunk = body && (await readChunk(body));
    if (!chunk) return;
    yield chunk;
  }
}

/** Holds the body no longer than for one chunk: who reads on may be another. */
async function readChunk(body: ReadableStream<Uint8Array>): Promise<Uint8Array | undefined> {
  const reader = body.getReader();
  try {
    return (await reader.read()).value;
  } catch (cause) {
    throw new StorageError('Aborted', { cause });
  } finally {
    reader.releaseLock();
  }
}
