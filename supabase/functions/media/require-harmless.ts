// require-harmless: refuses files that are something else as well.
import { AppError } from '../../../shared/errors.ts';
import { lettersOf } from './byte-parts.ts';

/**
 * Long enough that chance does not make them in compressed bytes: scripts, pages, documents. A
 * second file behind the first needs none of these; it is cut off.
 */
const ACTIVE_CONTENT =
  /<script|<\?php\s|<!doctype html|<html[\s>]|<iframe|<svg\s[^>]{0,200}xmlns|javascript:|%PDF-1\./i;
/** Sound is long, and hides nothing in its middle that a program would look for. */
const LOOKED_AT = 12 * 1024 * 1024;

/** As letters bytes take twice the room: so many at once. */
const PIECE = 1024 * 1024;
/** Longer than anything that is looked for, which may begin in one piece and end in the next. */
const OVERLAP = 300;

/** Throws `file_unsafe` where a browser, a reader or a server could see a program or a document. */
export function requireHarmless(bytes: Uint8Array): void {
  const looked = bytes.subarray(0, LOOKED_AT);
  for (let at = 0; at < looked.length; at += PIECE) {
    const found = ACTIVE_CONTENT.exec(lettersOf(looked.subarray(at, at + PIECE + OVERLAP)));
    if (found) throw new AppError('file_unsafe', { details: { at_byte: at + found.index } });
  }
}
