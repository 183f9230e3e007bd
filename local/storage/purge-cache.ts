// purge-cache: the call that empties a CDN, which the local stack has none of.

import type { CallerCall } from './storage-context.ts';
import { StorageError } from './storage-error.ts';

/** DELETE /cdn/{bucket}/{key}: for the service role. */
export async function purgeCache({ caller }: CallerCall): Promise<Response> {
  if (caller.role !== 'service_role') throw new StorageError('AccessDenied');
  return Response.json({ message: 'success' });
}
