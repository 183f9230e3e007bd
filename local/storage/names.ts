// names: which names buckets and objects may have (supabase-platform.md §5.3).
import { StorageError } from './storage-error.ts';

const keyCharacters = /^[\w/!.*'()&$@=;:+,? -]+$/;

/** Refuses with `InvalidKey`. Names never become paths on disk, so `..` is a name like others. */
export function requireKey(key: string): void {
  if (!keyCharacters.test(key))
    throw new StorageError('InvalidKey', { message: `Invalid key: ${key}` });
}

/** Refuses with `InvalidBucketName`. */
export function requireBucketName(name: string): void {
  const isValid = keyCharacters.test(name) && !name.includes('/') && name.trim() === name;
  if (!isValid || name.length > 100) throw new StorageError('InvalidBucketName');
}

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

export function isUuid(text: string): boolean {
  return uuid.test(text);
}

/** The file that makes a folder visible: empty, and of any type. */
export function isFolderPlaceholder(key: string): boolean {
  return key.endsWith('.emptyFolderPlaceholder');
}
