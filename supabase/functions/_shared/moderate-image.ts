// moderate-image: a provider's verdict on a picture, by the thresholds of the catalog.
import { encodeBase64 } from 'hono/utils/encode';
import type { ModerationRules } from '../../../shared/contracts/moderation.ts';
import { moderate, type Verdict } from './moderate-text.ts';

/**
 * As `moderateText`, by the thresholds of messages. Categories that the provider does not look for
 * in pictures score nothing.
 */
export function moderateImage(
  bytes: Uint8Array,
  mimeType: string,
  rules: ModerationRules,
): Promise<Verdict | undefined> {
  const url = `data:${mimeType};base64,${encodeBase64(bytes.slice().buffer)}`;
  return moderate([{ type: 'image_url', image_url: { url } }], rules.input, rules);
}
