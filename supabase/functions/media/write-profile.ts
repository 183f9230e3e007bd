// write-profile: a colour profile from the numbers that make its colours (ICC.1:2022).
import { join, viewOf } from './byte-parts.ts';

/** By their names, each as a profile has it: its type, then its content. */
export type ProfileTags = Record<string, Uint8Array>;

const HEADER = 128;
/** The white of all profiles, in 65,536ths as all their numbers. */
const D50 = [0xf6d6, 0x1_0000, 0xd32d];
const encoder = new TextEncoder();

/** A profile of red, green and blue with what every profile must have, and these tags. */
export function writeProfile(colours: ProfileTags): Uint8Array<ArrayBuffer> {
  const needed = { desc: words('RGB'), cprt: words('CC0'), wtpt: numbers('XYZ ', D50) };
  const tags = Object.entries({ ...needed, ...colours });
  const table = new Uint8Array(4 + 12 * tags.length);
  const view = viewOf(table);
  view.setUint32(0, tags.length);
  const contents: Uint8Array[] = [];
  let at = HEADER + table.length;
  for (const [nr, [name, content]] of tags.entries()) {
    table.set(encoder.encode(name), 4 + 12 * nr);
    view.setUint32(8 + 12 * nr, at);
    view.setUint32(12 + 12 * nr, content.length);
    const padding = new Uint8Array(-content.length & 3);
    contents.push(content, padding);
    at += content.length + padding.length;
  }
  return join([headerOf(at), table, ...contents]);
}

/** What a browser takes the colours of a picture for that says nothing (IEC 61966-2-1). */
export const srgbProfile: Uint8Array<ArrayBuffer> = writeProfile({
  rXYZ: numbers('XYZ ', [0x6fa2, 0x38f5, 0x390]),
  gXYZ: numbers('XYZ ', [0x6299, 0xb785, 0x18da]),
  bXYZ: numbers('XYZ ', [0x24a0, 0xf84, 0xb6cf]),
  ...curves(numbers('para', [0x3_0000, 0x2_6666, 0xf2a7, 0xd59, 0x13d0, 0xa5b])),
});

function curves(curve: Uint8Array): ProfileTags {
  return { rTRC: curve, gTRC: curve, bTRC: curve };
}

function headerOf(length: number): Uint8Array {
  const header = new Uint8Array(HEADER);
  const view = viewOf(header);
  view.setUint32(0, length);
  view.setUint32(8, 0x420_0000); // Version 4.2
  header.set(encoder.encode('mntrRGB XYZ '), 12);
  header.set(encoder.encode('acsp'), 36);
  for (const [nr, part] of D50.entries()) view.setUint32(68 + 4 * nr, part);
  return header;
}

function numbers(type: string, parts: number[]): Uint8Array {
  const content = new Uint8Array(8 + 4 * parts.length);
  content.set(encoder.encode(type));
  for (const [nr, part] of parts.entries()) viewOf(content).setUint32(8 + 4 * nr, part);
  return content;
}

/** Letters of ASCII, in one language: en, US. */
function words(letters: string): Uint8Array {
  const wide = Uint8Array.from([...letters].flatMap((letter) => [0, letter.charCodeAt(0)]));
  return join([numbers('mluc', [1, 12, 0x656e_5553, wide.length, 28]), wide]);
}
