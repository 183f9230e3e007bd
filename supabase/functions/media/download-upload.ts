// download-upload: what somebody sent, as it came.
import { AppError } from '../../../shared/errors.ts';
import { filesOf } from '../_shared/storage.ts';

/** Throws `upload_not_found` where nothing came, or it is gone. */
export async function downloadUpload(path: string): Promise<Uint8Array<ArrayBuffer>> {
  const { data, error } = await filesOf('uploads').download(path);
  if (data) return new Uint8Array(await data.arrayBuffer());
  const isMissing = 'code' in error && (error.code === 'NoSuchKey' || error.code === 'not_found');
  throw new AppError(isMissing ? 'upload_not_found' : 'storage_unavailable', { cause: error });
}
