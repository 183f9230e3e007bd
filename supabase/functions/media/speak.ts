// speak: an answer read aloud, once.
import type { z } from 'zod';
import {
  begunSpeech,
  type MediaAsset,
  mediaAsset,
  type speakRequest,
} from '../../../shared/contracts/media.ts';
import { AppError } from '../../../shared/errors.ts';
import type { Caller } from '../_shared/authenticate.ts';
import { callSql } from '../_shared/database.ts';
import { openaiClient } from '../_shared/openai-client.ts';
import { inspectFile } from './inspect-file.ts';
import { type Maker, paidSound } from './paid-sound.ts';
import { storeFile } from './store-file.ts';

/** Asks for its price by the character. Others have other voices. */
const MOUTH = { provider: 'openai', model: 'tts-1' } as const;

/** The asset with the sound; throws what `paidSound` and the plan refuse. */
export async function speak(
  { userId, ip }: Caller,
  { message_id, voice }: z.infer<typeof speakRequest>,
): Promise<MediaAsset> {
  const openai = await openaiClient();
  const asked = { p_user_id: userId, p_message_id: message_id, p_model: MOUTH.model };
  const begun = await callSql(
    'begin_speech',
    { ...asked, ...(ip ? { p_ip: ip } : {}) },
    begunSpeech,
  );
  if (begun.asset) return begun.asset;
  const { action, text: input, asset_id, folder } = begun;
  const read = async ({ model }: Maker, signal: AbortSignal) => {
    // Of sound that is not compressed the peaks can be seen here.
    const speech = { model, voice, input, response_format: 'wav' as const };
    const answer = await openai.audio.speech.create(speech, { signal });
    const given = new Uint8Array(await answer.arrayBuffer());
    const { bytes, ...facts } = await inspectFile(given);
    await storeFile('media', `${folder}/${facts.original}`, bytes, facts.mime_type);
    return facts;
  };
  const asset = await paidSound(action, [MOUTH], read, (facts, done) => {
    const kept = { ...done, p_message_id: message_id, p_asset_id: asset_id, p_file: { ...facts } };
    return callSql('settle_speech', kept, mediaAsset.nullable());
  });
  // It took so long that the answer is gone, or the file.
  if (!asset) throw new AppError('media_not_made');
  return asset;
}
