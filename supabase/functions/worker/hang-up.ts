// hang-up: ends a call at OpenAI: POST /v1/realtime/calls/ID/hangup.
import { AppError } from '../../../shared/errors.ts';
import { openaiClient } from '../_shared/openai-client.ts';

/** Less than a claim lasts. */
const TIMEOUT_MS = 10_000;

/**
 * Whether OpenAI knew the call; it is over in both cases. Throws when OpenAI did not say so:
 * `provider_unavailable`, or `provider_not_configured` without a key.
 */
export async function hangUp(callId: string): Promise<boolean> {
  const openai = await openaiClient();
  const { APIError } = await import('openai');
  try {
    await openai.realtime.calls.hangup(callId, { timeout: TIMEOUT_MS, maxRetries: 0 });
    return true;
  } catch (cause) {
    // OpenAI's examples expect 404; some have met 400 with this code.
    const isUnknown =
      cause instanceof APIError && (cause.status === 404 || cause.code === 'call_id_not_found');
    if (isUnknown) return false;
    throw new AppError('provider_unavailable', { details: { provider: 'openai' }, cause });
  }
}
