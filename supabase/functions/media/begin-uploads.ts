// begin-uploads: counts files that are to come and signs where they go.

import type { LimitState } from '../../../shared/contracts/limits.ts';
import { begunUploads, type UploadAddress } from '../../../shared/contracts/media.ts';
import type { Caller } from '../_shared/authenticate.ts';
import { callSql } from '../_shared/database.ts';
import { waitUntil } from '../_shared/edge-runtime.ts';
import { filesOf, taken } from '../_shared/storage.ts';
import { removeLeftovers } from './remove-leftovers.ts';

const BUCKET = 'uploads';

/** Addresses to upload to, valid for as long as Storage lets them (two hours on the platform). */
export async function beginUploads(
  { userId, ip }: Caller,
  { count }: { count: number },
): Promise<{ uploads: UploadAddress[]; limits: LimitState[] }> {
  const asked = { p_user_id: userId, p_count: count, ...(ip ? { p_ip: ip } : {}) };
  const { uploads, limits } = await callSql('begin_uploads', asked, begunUploads);
  // Whoever uploads cleans up what was left, by anybody.
  waitUntil(removeLeftovers());
  const addresses = uploads.map(async ({ upload_id, path }): Promise<UploadAddress> => {
    const signed = taken(await filesOf(BUCKET).createSignedUploadUrl(path));
    return { upload_id, bucket: BUCKET, path, token: signed.token, signed_url: signed.signedUrl };
  });
  return { uploads: await Promise.all(addresses), limits };
}
