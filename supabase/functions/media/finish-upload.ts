// finish-upload: an upload becomes an asset: what it is, is known when this answers; its variants
// are made behind it.
import {
  type FinishRequest,
  type MediaAsset,
  mediaTask,
  openedUpload,
} from '../../../shared/contracts/media.ts';
import { AppError } from '../../../shared/errors.ts';
import type { Caller } from '../_shared/authenticate.ts';
import { callSql } from '../_shared/database.ts';
import { waitUntil } from '../_shared/edge-runtime.ts';
import { filesOf } from '../_shared/storage.ts';
import { deleteMedia } from './delete-media.ts';
import { type InspectedFile, inspectFile } from './inspect-file.ts';
import { oneAtATime } from './one-at-a-time.ts';
import { processAsset } from './process-asset.ts';

/**
 * The asset, in state `processing` at first; asked again, what has become of it. Throws
 * `upload_not_found` where nothing was uploaded, and what `inspectFile` throws.
 */
export async function finishUpload(
  caller: Caller,
  { upload_id, purpose, character_id }: FinishRequest,
): Promise<MediaAsset> {
  const { userId } = caller;
  const upload = { p_user_id: userId, p_upload_id: upload_id };
  const opened = await callSql('open_upload', upload, openedUpload);
  if (opened.asset && opened.asset.state !== 'processing') return opened.asset;
  return oneAtATime(async () => {
    if (opened.asset) return resume(opened.asset, `${userId}/${upload_id}`);
    const given = await download(opened.path);
    const file = await inspectFile(given, { imagesOnly: purpose !== 'message' }).catch((error) => {
      // What is refused is not kept for the day that it would wait.
      waitUntil(deleteMedia(caller, [upload_id]));
      throw error;
    });
    const { bytes: _, ...facts } = file;
    const asked = {
      ...upload,
      p_file: { ...facts, purpose, ...(character_id ? { character_id } : {}) },
    };
    const task = await callSql('keep_upload', asked, mediaTask);
    if (!task.is_repeat) waitUntil(processAsset(task.asset, file, task.moderation));
    return task.asset;
  });
}

/** Takes over from a worker that was lost; one that works is left alone. */
async function resume(asset: MediaAsset, path: string): Promise<MediaAsset> {
  const task = await callSql('resume_media', { p_asset_id: asset.id }, mediaTask.nullable());
  if (!task || task.is_repeat) return asset;
  waitUntil(processAsset(task.asset, await inspected(path), task.moderation));
  return task.asset;
}

async function inspected(path: string): Promise<InspectedFile> {
  return inspectFile(await download(path));
}

async function download(path: string): Promise<Uint8Array<ArrayBuffer>> {
  const { data, error } = await filesOf('uploads').download(path);
  if (data) return new Uint8Array(await data.arrayBuffer());
  const isMissing = 'code' in error && (error.code === 'NoSuchKey' || error.code === 'not_found');
  throw new AppError(isMissing ? 'upload_not_found' : 'storage_unavailable', { cause: error });
}
