// finish-upload: an upload becomes an asset: what it is, is known when this answers; its variants
// are made behind it.
import {
  type FinishRequest,
  keptUpload,
  type MediaAsset,
  mediaTask,
  type OpenedUpload,
  openedUpload,
} from '../../../shared/contracts/media.ts';
import type { Caller } from '../_shared/authenticate.ts';
import { callSql } from '../_shared/database.ts';
import { waitUntil } from '../_shared/edge-runtime.ts';
import { deleteMedia } from './delete-media.ts';
import { downloadUpload } from './download-upload.ts';
import { inspectFile } from './inspect-file.ts';
import { oneAtATime, type Turn } from './one-at-a-time.ts';
import { processAsset } from './process-asset.ts';
import { takeOver } from './take-over.ts';

/**
 * The asset, in state `processing` at first; asked again, what has become of it. Throws
 * `upload_not_found` where nothing was uploaded, and what `inspectFile` throws.
 */
export async function finishUpload(caller: Caller, wish: FinishRequest): Promise<MediaAsset> {
  const { asset } = await open(caller, wish);
  if (!asset) return oneAtATime(() => keep(caller, wish));
  if (asset.state === 'processing') await resume(asset);
  return asset;
}

function open({ userId }: Caller, { upload_id }: FinishRequest): Promise<OpenedUpload> {
  const upload = { p_user_id: userId, p_upload_id: upload_id };
  return callSql('open_upload', upload, openedUpload);
}

async function keep(caller: Caller, wish: FinishRequest): Promise<Turn<MediaAsset>> {
  const { upload_id, purpose, character_id, peaks } = wish;
  // Its twin may have been before it in the queue.
  const { asset, path } = await open(caller, wish);
  if (asset) return { answer: asset };
  const given = await downloadUpload(path);
  const file = await inspectFile(given, { imagesOnly: purpose !== 'message' }).catch((error) => {
    // What is refused is not kept for the day that it would wait.
    waitUntil(deleteMedia(caller, [upload_id]));
    throw error;
  });
  const { bytes: _, ...facts } = file;
  const said = {
    ...(character_id ? { character_id } : {}),
    ...(peaks && file.kind === 'audio' ? { peaks } : {}),
  };
  const asked = {
    p_user_id: caller.userId,
    p_upload_id: upload_id,
    p_file: { purpose, ...said, ...facts },
  };
  const kept = await callSql('keep_upload', asked, keptUpload);
  if (kept.is_repeat) return { answer: kept.asset };
  const rest = processAsset(kept.asset, () => Promise.resolve(file), kept.moderation);
  waitUntil(rest);
  return { answer: kept.asset, rest };
}

/** Takes over from a worker that was lost; one that works is left alone. */
async function resume({ id }: MediaAsset): Promise<void> {
  const task = await callSql('resume_media', { p_asset_id: id }, mediaTask.nullable());
  if (task) void takeOver(task);
}
