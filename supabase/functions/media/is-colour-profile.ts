// is-colour-profile: whether bytes are a colour profile (ICC.1, 7.2), or something in its place.
import { lettersOf } from './byte-parts.ts';

/** By its signature, which stands behind the first 36 bytes. */
export function isColourProfile(bytes: Uint8Array): boolean {
  return lettersOf(bytes.subarray(36, 40)) === 'acsp';
}
