// require-ending: whether a model's answer came to its end.
import type { FinishReason } from 'ai';

/**
 * Why the answer ended; throws when it was cut: a stream that ends without the provider's own
 * reason was, even if it closed politely.
 */
export function requireEnding(reason: FinishReason | undefined, raw: string | undefined) {
  if (!reason || !raw) throw new Error('The stream ended without a finish reason.');
  if (reason === 'error' || raw === 'error')
    throw new Error('The provider ended the stream by an error.');
  return reason;
}
