// take-over: processes an asset whose worker was lost, from what was uploaded.
import type { MediaTask } from '../../../shared/contracts/media.ts';
import { AppError } from '../../../shared/errors.ts';
import { waitUntil } from '../_shared/edge-runtime.ts';
import { downloadUpload } from './download-upload.ts';
import { inspectFile } from './inspect-file.ts';
import { oneAtATime } from './one-at-a-time.ts';
import { processAsset } from './process-asset.ts';

/** Ends when it is processed. Never throws: see `processAsset`. */
export function takeOver({ asset, path, moderation }: MediaTask): Promise<void> {
  const processed = oneAtATime(async () => {
    const load = async () => {
      const file = await inspectFile(await downloadUpload(path));
      // Two may have uploaded at once: what its row says was read in the bytes that are gone.
      if (file.content_hash !== asset.content_hash) throw new AppError('upload_not_found');
      return file;
    };
    return { answer: await processAsset(asset, load, moderation) };
  });
  waitUntil(processed);
  return processed;
}
