// routes: every call of the API below /storage/v1, in the order in which paths are tried.
import {
  createBucket,
  deleteBucket,
  emptyBucket,
  getBucket,
  listBuckets,
  updateBucket,
} from './buckets.ts';
import { copyObject } from './copy-object.ts';
import { listObjects } from './list-objects.ts';
import { listObjectsV2 } from './list-objects-v2.ts';
import { moveObject } from './move-object.ts';
import { purgeCache } from './purge-cache.ts';
import {
  infoAuthenticated,
  infoForAnybody,
  infoPublic,
  readAuthenticated,
  readForAnybody,
  readPublic,
  readSigned,
} from './read-object.ts';
import { removeObject, removeObjects } from './remove-objects.ts';
import { renderAuthenticated, renderPublic, renderSigned } from './render-image.ts';
import { redeemUpload, signUpload } from './signed-upload.ts';
import { signUrl, signUrls } from './signed-urls.ts';
import type { Call, CallerCall, Target } from './storage-context.ts';
import { createObject, updateObject } from './upload-object.ts';

interface RouteOf<C extends Call> {
  method: string;
  /** Its groups are the bucket and the key, still percent-encoded. */
  path: RegExp;
  operation: string;
  answer(call: C, target: Target): Promise<Response>;
}

/** A route that demands a valid token, or one that decides for itself. */
export type Route =
  | ({ forCallers: true } & RouteOf<CallerCall>)
  | ({ forCallers: false } & RouteOf<Call>);

export const routes: readonly Route[] = [
  forCallers('POST', '/bucket', 'bucket.create', createBucket),
  forCallers('GET', '/bucket', 'bucket.list', listBuckets),
  forCallers('GET', '/bucket/BUCKET', 'bucket.get', getBucket),
  forCallers('PUT', '/bucket/BUCKET', 'bucket.update', updateBucket),
  forCallers('DELETE', '/bucket/BUCKET', 'bucket.delete', deleteBucket),
  forCallers('POST', '/bucket/BUCKET/empty', 'bucket.empty', emptyBucket),

  forCallers('POST', '/object/move', 'object.move', moveObject),
  forCallers('POST', '/object/copy', 'object.copy', copyObject),
  forCallers('POST', '/object/list/BUCKET', 'object.list', listObjects),
  forCallers('POST', '/object/list-v2/BUCKET', 'object.list_v2', listObjectsV2),
  forCallers('POST', '/object/upload/sign/BUCKET/KEY', 'object.sign_upload_url', signUpload),
  forAnybody('PUT', '/object/upload/sign/BUCKET/KEY', 'object.upload_signed', redeemUpload),
  forCallers('POST', '/object/sign/BUCKET', 'object.sign_many', signUrls),
  forCallers('POST', '/object/sign/BUCKET/KEY', 'object.sign', signUrl),

  forAnybody('GET', '/object/sign/BUCKET/KEY', 'object.get_signed', readSigned),
  forAnybody('GET', '/object/public/BUCKET/KEY', 'object.get_public', readPublic),
  forCallers(
    'GET',
    '/object/authenticated/BUCKET/KEY',
    'object.get_authenticated',
    readAuthenticated,
  ),
  forAnybody('GET', '/object/info/public/BUCKET/KEY', 'object.info_public', infoPublic),
  forCallers(
    'GET',
    '/object/info/authenticated/BUCKET/KEY',
    'object.info_authenticated',
    infoAuthenticated,
  ),
  forAnybody('GET', '/object/info/BUCKET/KEY', 'object.info_authenticated', infoForAnybody),
  forAnybody('GET', '/render/image/sign/BUCKET/KEY', 'render.image_sign', renderSigned),
  forAnybody('GET', '/render/image/public/BUCKET/KEY', 'render.image_public', renderPublic),
  forCallers(
    'GET',
    '/render/image/authenticated/BUCKET/KEY',
    'render.image_authenticated',
    renderAuthenticated,
  ),

  forCallers('DELETE', '/cdn/BUCKET', 'cdn.purge', purgeCache),
  forCallers('DELETE', '/cdn/BUCKET/KEY', 'cdn.purge', purgeCache),

  forCallers('POST', '/object/BUCKET/KEY', 'object.upload', createObject),
  forCallers('PUT', '/object/BUCKET/KEY', 'object.upload_update', updateObject),
  forAnybody('GET', '/object/BUCKET/KEY', 'object.get_authenticated', readForAnybody),
  forCallers('DELETE', '/object/BUCKET', 'object.delete_many', removeObjects),
  forCallers('DELETE', '/object/BUCKET/KEY', 'object.delete', removeObject),
];

function forCallers(
  method: string,
  path: string,
  operation: string,
  answer: RouteOf<CallerCall>['answer'],
): Route {
  return { forCallers: true, answer, ...routeOf(method, path, operation) };
}

function forAnybody(
  method: string,
  path: string,
  operation: string,
  answer: RouteOf<Call>['answer'],
): Route {
  return { forCallers: false, answer, ...routeOf(method, path, operation) };
}

function routeOf(method: string, path: string, operation: string) {
  const pattern = path.replace('BUCKET', '([^/]+)').replace('KEY', '(.+)');
  return {
    method,
    path: new RegExp(`^/storage/v1${pattern}$`),
    operation: `storage.${operation}`,
  };
}
