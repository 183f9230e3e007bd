// hash: what SQL knows of a secret or a payload.
import { toHex } from './hex.ts';

/** SHA-256 of the text's UTF-8, in hexadecimal, as private.hash_token makes it. */
export async function hash(text: string): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text));
  return toHex(new Uint8Array(digest));
}
