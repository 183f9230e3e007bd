// require-mime-type: which types a bucket takes.
import { isFolderPlaceholder } from './names.ts';
import { StorageError } from './storage-error.ts';

const token = "[\\w!#$%&'*+.^`|~-]+";
const contentType = new RegExp(`^(${token})/(${token})\\s*(;[\\x20-\\x7e]*)?$`);

/** Refuses with `InvalidMimeType`; `allowed` may hold `image/*`, and null allows all. */
export function requireMimeType(mimeType: string, allowed: string[] | null, key: string): void {
  const [, type, subtype] = contentType.exec(mimeType.toLowerCase()) ?? [];
  if (!type) throw new StorageError('InvalidMimeType');
  if (!allowed?.length || isFolderPlaceholder(key)) return;
  if (allowed.some((each) => [`${type}/${subtype}`, `${type}/*`].includes(each.toLowerCase())))
    return;
  throw new StorageError('InvalidMimeType', { message: `mime type ${mimeType} is not supported` });
}
