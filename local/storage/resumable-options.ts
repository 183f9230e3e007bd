// resumable-options: what @tus/server asks about an upload in pieces: who may, how large, where to.
import { createHash, randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import type { FileStore } from '@tus/file-store';
import { Metadata, type ServerOptions, type Upload } from '@tus/server';
import { findBucket } from './bucket-table.ts';
import { asService, type Caller, readCaller } from './caller.ts';
import { isUuid, requireKey } from './names.ts';
import { parseMetadata } from './read-upload.ts';
import { recordObject } from './record-object.ts';
import { requireMimeType } from './require-mime-type.ts';
import { verifyToken } from './sign-token.ts';
import type { Call, StorageContext, Target } from './storage-context.ts';
import { MalformedRequest, StorageError } from './storage-error.ts';
import { toStorageError } from './to-storage-error.ts';
import { requireUpload, sizeLimit } from './upload-object.ts';

export const RESUMABLE_PATH = '/storage/v1/upload/resumable';

const operations: Record<string, string> = {
  POST: 'create',
  PATCH: 'part',
  HEAD: 'get',
  DELETE: 'delete',
};

type Described = Record<string, string | null>;
type Options = Omit<ServerOptions, 'path' | 'locker'>;

/** Refusals have their real HTTP status here, as on the platform. */
export function resumableOptions(
  storage: StorageContext,
  datastore: FileStore,
  onLine?: (line: string) => void,
): Options {
  const describe = async (request: Request, id: string): Promise<Described> =>
    request.method === 'POST'
      ? Metadata.parse(request.headers.get('upload-metadata') ?? undefined)
      : ((await datastore.getUpload(id)).metadata ?? {});

  return {
    namingFunction: (_request, metadata) => {
      requireKey(targetOf(metadata).key);
      return randomUUID();
    },
    generateUrl: (request, { id }) => urlOf(request, id),
    getFileIdFromRequest: (_request, lastSegment) => idOf(lastSegment),
    async maxSize(request, id) {
      if (id === null) return storage.fileSizeLimit;
      const { bucket, key } = targetOf(await describe(request, id));
      return sizeLimit(storage, await findBucket(callOf(storage, request), bucket), key);
    },
    async onIncomingRequest(request, id) {
      const described = await describe(request, id);
      const target = targetOf(described);
      const { who, upsert, isAllowed } = await permitOf(storage, request, target);
      if (isAllowed || request.method === 'HEAD') return;
      const metadata = { mimetype: mimeTypeOf(described) };
      const userMetadata = parseMetadata(described.metadata);
      const call = callOf(storage, request);
      await requireUpload(call, who, target, { upsert, metadata, userMetadata });
    },
    async onUploadCreate(request, { metadata }) {
      const { bucket, key } = targetOf(metadata);
      const { allowed_mime_types } = await findBucket(callOf(storage, request), bucket);
      requireMimeType(mimeTypeOf(metadata), allowed_mime_types, key);
      return {};
    },
    async onUploadFinish(request, upload) {
      await finish(storage, request, upload);
      return { headers: { 'Tus-Complete': '1' } };
    },
    onResponseError(request, cause) {
      if ('status_code' in cause) return undefined;
      if (cause instanceof MalformedRequest) return { status_code: 400, body: cause.message };
      const error = toStorageError(cause);
      if (error.isFault) onLine?.(`${request.method} ${request.url}: ${cause.message}`);
      return { status_code: error.statusCode, body: error.message };
    },
  };
}

async function finish(storage: StorageContext, request: Request, { id, metadata }: Upload) {
  const target = targetOf(metadata);
  const { who, upsert } = await permitOf(storage, request, target);
  const path = join(storage.files.resumableFolder, id);
  const { size, eTag } = await measure(path);
  const version = randomUUID();
  await storage.files.adopt(version, path);
  const age = metadata?.cacheControl;
  const object = {
    ...target,
    version,
    owner: who.owner,
    metadata: {
      eTag,
      size,
      mimetype: mimeTypeOf(metadata),
      cacheControl: age && /^\d+$/.test(age) ? `max-age=${age}` : 'no-cache',
      lastModified: new Date().toISOString(),
      contentLength: size,
      httpStatusCode: 200,
    },
    userMetadata: parseMetadata(metadata?.metadata),
  };
  await recordObject(callOf(storage, request), object, upsert);
}

async function measure(path: string): Promise<{ size: number; eTag: string }> {
  const hash = createHash('md5');
  let size = 0;
  for await (const chunk of createReadStream(path)) {
    hash.update(chunk);
    size += chunk.length;
  }
  return { size, eTag: `"${hash.digest('hex')}"` };
}

/** As whom: the caller, or the holder of a signed upload, whose policies were asked before. */
async function permitOf(
  storage: StorageContext,
  request: Request,
  target: Target,
): Promise<{ who: Caller; upsert: boolean; isAllowed: boolean }> {
  if (!isSigned(request)) {
    const upsert = request.headers.get('x-upsert') === 'true';
    return { who: await readCaller(storage, request), upsert, isAllowed: false };
  }
  const token = request.headers.get('x-signature');
  if (!token) throw new StorageError('InvalidSignature', { message: 'Missing x-signature header' });
  const { owner, upsert = false } = await verifyToken(storage, 'upload', target, token);
  return { who: asService(owner), upsert, isAllowed: true };
}

function callOf(storage: StorageContext, request: Request): Call {
  const operation = `storage.tus.upload.${operations[request.method]}`;
  return { storage, request, operation };
}

function targetOf(described: Described | undefined): Target {
  const { bucketName, objectName } = described ?? {};
  if (bucketName && objectName) return { bucket: bucketName, key: objectName };
  const message = 'Upload-Metadata needs bucketName and objectName';
  throw new StorageError('InvalidRequest', { message });
}

function mimeTypeOf(described: Described | undefined): string {
  return described?.contentType ?? 'application/octet-stream';
}

function isSigned({ url }: Request): boolean {
  const { pathname } = new URL(url);
  return pathname === `${RESUMABLE_PATH}/sign` || pathname.startsWith(`${RESUMABLE_PATH}/sign/`);
}

/** Names bucket and object beside the id, as the platform's do; only the id is read again. */
function urlOf(request: Request, id: string): string {
  const { bucket, key } = targetOf(
    Metadata.parse(request.headers.get('upload-metadata') ?? undefined),
  );
  const name = Buffer.from(`${bucket}/${key}/${id}`).toString('base64url');
  const base = new URL(request.url).origin + RESUMABLE_PATH;
  return `${base}${isSigned(request) ? '/sign' : ''}/${name}`;
}

function idOf(segment: string | undefined): string | undefined {
  const id =
    Buffer.from(segment ?? '', 'base64url')
      .toString('utf8')
      .split('/')
      .at(-1) ?? '';
  return isUuid(id) ? id : undefined;
}
