// clean-profile: a colour profile with its colours alone (ICC.1:2022). Screens write their maker
// and their serial number into theirs, which screenshots have.
import { lettersOf, slice, viewOf } from './byte-parts.ts';
import { type ProfileTags, writeProfile } from './write-profile.ts';

const COLOURS = ['rXYZ', 'gXYZ', 'bXYZ', 'rTRC', 'gTRC', 'bTRC'];
/** How the white was turned into that of profiles; not all have it. */
const ADAPTATION = 'chad';
/** Some have thirty. */
const MAX_TAGS = 100;
const MAX_CURVE = 4096;
/** Numbers that curves of each kind have. */
const PARAMETERS = [1, 3, 4, 5, 7];

/** Bytes of what a tag of a type has; undefined, or a RangeError, where it is not like that. */
const sizes: Record<string, (view: DataView) => number | undefined> = {
  'XYZ ': () => 20,
  sf32: () => 44,
  curv: (view) => (view.getUint32(8) <= MAX_CURVE ? 12 + 2 * view.getUint32(8) : undefined),
  para: (view) => {
    const count = PARAMETERS[view.getUint16(8)];
    return count && 12 + 4 * count;
  },
};

/**
 * The profile written anew, as short as it can be; undefined for what is none, or not of red, green
 * and blue by a curve for each: pictures that are printed have tables, which may hold anything.
 */
export function cleanProfile(bytes: Uint8Array): Uint8Array<ArrayBuffer> | undefined {
  try {
    if (lettersOf(slice(bytes, 36, 40)) !== 'acsp') return undefined;
    if (lettersOf(slice(bytes, 16, 24)) !== 'RGB XYZ ') return undefined;
    const tags = coloursOf(bytes);
    return COLOURS.every((name) => tags[name]) ? writeProfile(tags) : undefined;
  } catch (error) {
    // A picture is shown without what leads past its end.
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

function coloursOf(bytes: Uint8Array): ProfileTags {
  const view = viewOf(bytes);
  const tags: ProfileTags = {};
  const count = Math.min(view.getUint32(128), MAX_TAGS);
  for (let at = 132; at < 132 + 12 * count; at += 12) {
    const name = lettersOf(slice(bytes, at, at + 4));
    if (!COLOURS.includes(name) && name !== ADAPTATION) continue;
    const start = view.getUint32(at + 4);
    const content = bare(slice(bytes, start, start + view.getUint32(at + 8)));
    if (content) tags[name] = content;
  }
  return tags;
}

function bare(content: Uint8Array): Uint8Array | undefined {
  const type = lettersOf(content.subarray(0, 4));
  const size = sizes[type]?.(viewOf(content));
  if (size === undefined) return undefined;
  const copy = slice(content, 0, size).slice();
  // Reserved.
  copy.fill(0, 4, 8);
  if (type === 'para') copy.fill(0, 10, 12);
  return copy;
}
