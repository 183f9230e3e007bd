// transcribe: what is said in a voice message, once.
import { z } from 'zod';
import { begunTranscription } from '../../../shared/contracts/media.ts';
import { AppError } from '../../../shared/errors.ts';
import type { Caller } from '../_shared/authenticate.ts';
import { callSql } from '../_shared/database.ts';
import { openaiClient } from '../_shared/openai-client.ts';
import { isProviderOn } from '../_shared/providers.ts';
import { filesOf, taken } from '../_shared/storage.ts';
import { type Maker, paidSound } from './paid-sound.ts';

/** Who hears, one when the one before fails. They ask for a price by the second. */
const EARS: Maker[] = [
  { provider: 'openai', model: 'whisper-1' },
  { provider: 'groq', model: 'whisper-large-v3-turbo' },
];
/** What each of them takes at once. */
const MAX_BYTES = 25 * 1000 * 1000;

/** The transcript, empty where nothing is said; throws what `paidSound` and the plan refuse. */
export async function transcribe(
  { userId, ip }: Caller,
  { asset_id }: { asset_id: string },
): Promise<string> {
  const ears = EARS.filter(({ provider }) => isProviderOn(provider));
  const [first] = ears;
  if (!first) throw new AppError('provider_not_configured', { details: { provider: 'openai' } });
  const asked = {
    p_user_id: userId,
    p_asset_id: asset_id,
    p_model: first.model,
    p_providers: ears.map(({ provider }) => provider),
    ...(ip ? { p_ip: ip } : {}),
  };
  const { asset, action } = await callSql('begin_transcription', asked, begunTranscription);
  if (asset.transcript !== null || !action) return asset.transcript ?? '';
  const listen = async ({ provider, model }: Maker, signal: AbortSignal) => {
    if (asset.size_bytes > MAX_BYTES)
      throw new AppError('file_too_large', { details: { max_bytes: MAX_BYTES } });
    const client = await openaiClient(provider);
    const path = `${asset.folder}/${asset.original}`;
    const sound = taken(await filesOf(asset.bucket).download(path));
    const file = new File([sound], asset.original, { type: asset.mime_type });
    // The only form in which all say how long they have heard.
    const wish = { file, model, response_format: 'verbose_json' as const };
    return client.audio.transcriptions.create(wish, { signal });
  };
  return paidSound(action, ears, listen, ({ text, duration }, done) => {
    const heard = {
      ...done,
      p_asset_id: asset_id,
      p_text: text.replaceAll('\0', '').toWellFormed().trim(),
      p_seconds: Math.ceil(duration),
    };
    return callSql('settle_transcription', heard, z.string());
  });
}
