// transcribe: what is said in a voice message, once.
import { z } from 'zod';
import { begunTranscription } from '../../../shared/contracts/media.ts';
import { AppError } from '../../../shared/errors.ts';
import type { Caller } from '../_shared/authenticate.ts';
import { callSql } from '../_shared/database.ts';
import { openaiClient } from '../_shared/openai-client.ts';
import { filesOf, taken } from '../_shared/storage.ts';
import { paidSound } from './paid-sound.ts';

/** Asks for its price by the second, as sound is measured here. */
const MODEL = 'whisper-1';
/** What the provider takes at once. */
const MAX_BYTES = 25 * 1000 * 1000;

/** The transcript, empty where nothing is said; throws what `paidSound` and the plan refuse. */
export async function transcribe(
  { userId, ip }: Caller,
  { asset_id }: { asset_id: string },
): Promise<string> {
  const openai = await openaiClient();
  const asked = { p_user_id: userId, p_asset_id: asset_id, p_model: MODEL };
  const args = { ...asked, ...(ip ? { p_ip: ip } : {}) };
  const { asset, action } = await callSql('begin_transcription', args, begunTranscription);
  if (asset.transcript !== null || !action) return asset.transcript ?? '';
  const listen = async (signal: AbortSignal) => {
    if (asset.size_bytes > MAX_BYTES)
      throw new AppError('file_too_large', { details: { max_bytes: MAX_BYTES } });
    const path = `${asset.folder}/${asset.original}`;
    const sound = taken(await filesOf(asset.bucket).download(path));
    const file = new File([sound], asset.original, { type: asset.mime_type });
    return openai.audio.transcriptions.create({ file, model: MODEL }, { signal });
  };
  return paidSound(action, listen, ({ text, usage }, done) => {
    const heard = {
      ...done,
      p_asset_id: asset_id,
      p_text: text.replaceAll('\0', '').toWellFormed().trim(),
      ...(usage?.type === 'duration' ? { p_seconds: Math.ceil(usage.seconds) } : {}),
    };
    return callSql('settle_transcription', heard, z.string());
  });
}
