// download-upload: what somebody sent, as it came; once in memory, not as pieces and as a whole.
import { MAX_BYTES } from '../../../shared/contracts/media.ts';
import { AppError } from '../../../shared/errors.ts';
import { filesOf } from '../_shared/storage.ts';

/**
 * Throws `upload_not_found` where nothing came, or it is gone, and `file_too_large` for more than
 * anything may have.
 */
export async function downloadUpload(path: string): Promise<Uint8Array<ArrayBuffer>> {
  const files = filesOf('uploads');
  const { data: facts, error } = await files.info(path);
  if (!facts) throw refusalOf(error);
  const { size = 0 } = facts;
  if (size > MAX_BYTES.audio)
    throw new AppError('file_too_large', { details: { bytes: size, max_bytes: MAX_BYTES.audio } });
  const { data: pieces, error: broken } = await files.download(path).asStream();
  if (!pieces) throw refusalOf(broken);
  const bytes = new Uint8Array(size);
  let at = 0;
  try {
    for await (const piece of pieces) {
      bytes.set(piece, at);
      at += piece.length;
    }
  } catch (cause) {
    throw new AppError('storage_unavailable', { cause });
  }
  // Replaced by its twin between the two requests.
  if (at < size) throw new AppError('storage_unavailable');
  return bytes;
}

function refusalOf(error: Error): AppError {
  const isMissing = 'code' in error && (error.code === 'NoSuchKey' || error.code === 'not_found');
  return new AppError(isMissing ? 'upload_not_found' : 'storage_unavailable', { cause: error });
}
