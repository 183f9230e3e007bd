// require-header-value: what callers say of a file and get back as headers of its downloads.
import { StorageError } from './storage-error.ts';

const visible = /^[\x20-\x7e]*$/;

/** Refuses with `InvalidRequest` what no header may have, before it breaks every download. */
export function requireHeaderValue(name: string, value: string | undefined): void {
  if (value === undefined || visible.test(value)) return;
  throw new StorageError('InvalidRequest', { message: `Invalid Parameter ${name}` });
}
