// sign-media: addresses of many assets at once. Who may read what, media_files decides.
import { z } from 'zod';
import type { SignRequest } from '../../../shared/contracts/media.ts';
import type { Caller } from '../_shared/authenticate.ts';
import { callSql } from '../_shared/database.ts';
import { filesOf, taken } from '../_shared/storage.ts';

const files = z.array(z.object({ id: z.uuid(), bucket: z.string(), path: z.string() }));

/** The address of each asset that is ready and that the caller may read; others are absent. */
export async function signMedia(
  { token }: Caller,
  { ids, variant, expires_in }: SignRequest,
): Promise<Record<string, string>> {
  const asked = { p_ids: ids, ...(variant ? { p_variant: variant } : {}) };
  const found = await callSql('media_files', asked, files, { asToken: token });
  const groups = [...Map.groupBy(found, (each) => each.bucket)];
  const signed = await Promise.all(
    groups.map(async ([bucket, group]) => {
      const paths = group.map(({ path }) => path);
      const answers = taken(await filesOf(bucket).createSignedUrls(paths, expires_in));
      return group.flatMap(({ id }, nr) => {
        const url = answers[nr]?.signedUrl;
        return url ? [[id, url] as const] : [];
      });
    }),
  );
  return Object.fromEntries(signed.flat());
}
