// process-asset: the variants of an asset, moderation, and its files, then its end.

import { z } from 'zod';
import type { MediaAsset } from '../../../shared/contracts/media.ts';
import type { ModerationRules } from '../../../shared/contracts/moderation.ts';
import { AppError, type ErrorCode } from '../../../shared/errors.ts';
import { callSql } from '../_shared/database.ts';
import { logFailure } from '../_shared/log-failure.ts';
import { moderateImage } from '../_shared/moderate-image.ts';
import type { Verdict } from '../_shared/moderate-text.ts';
import { untilDatabaseAnswers } from '../_shared/until-database-answers.ts';
import type { InspectedFile } from './inspect-file.ts';
import { makeVariants, type Variants } from './make-variants.ts';
import { removeLeftovers } from './remove-leftovers.ts';
import { storeFile } from './store-file.ts';

/**
 * Nothing of an asset is stored before moderation has seen it. Never throws: what fails by itself
 * is taken up again in a minute.
 */
export async function processAsset(
  asset: MediaAsset,
  load: () => Promise<InspectedFile>,
  rules: ModerationRules,
): Promise<void> {
  try {
    const result = await store(asset, load, rules);
    const { bucket, folder } = asset;
    const asked = { p_asset_id: asset.id, p_result: { bucket, folder, ...result } };
    await untilDatabaseAnswers(() => callSql('finish_media', asked, z.null()));
    await removeLeftovers();
  } catch (cause) {
    const error = cause instanceof AppError ? cause : new AppError('media_not_made', { cause });
    logFailure(error, { event: 'media_not_processed', asset_id: asset.id });
  }
}

async function store(
  asset: MediaAsset,
  load: () => Promise<InspectedFile>,
  rules: ModerationRules,
): Promise<Record<string, unknown>> {
  let file: InspectedFile;
  let made: Variants | undefined;
  try {
    file = await load();
    made = file.kind === 'image' ? await makeVariants(file) : undefined;
  } catch (error) {
    if (!(error instanceof AppError) || error.status >= 500) throw error;
    return { state: 'failed', error_code: error.code };
  }
  const verdict = made && (await judge(made, rules));
  const recorded = verdict ? { verdict } : {};
  if (verdict?.action === 'block')
    return { state: 'refused', error_code: codeOf(verdict), ...recorded };
  const variants = made?.variants ?? [];
  const { bucket, folder } = asset;
  await storeFile(bucket, `${folder}/${file.original}`, file.bytes, file.mime_type);
  for (const { name, bytes } of variants)
    await storeFile(bucket, `${folder}/${name}.webp`, bytes, 'image/webp');
  return {
    state: 'ready',
    variants: variants.map(({ name }) => name),
    ...(made ? { blurhash: made.blurhash } : {}),
    ...recorded,
  };
}

/** The medium size is enough to see what it is. */
async function judge({ variants }: Variants, rules: ModerationRules): Promise<Verdict | undefined> {
  const medium = variants.find(({ name }) => name === 'medium');
  if (!medium) throw new AppError('media_not_made');
  return moderateImage(medium.bytes, 'image/webp', rules);
}

/** Without a category it could not be checked. */
function codeOf({ category }: Verdict): ErrorCode {
  return category ? 'media_blocked' : 'moderation_unavailable';
}
