// clean-ogg: an Ogg of Opus or Vorbis whose comments are emptied, and how long it is (RFC 3533, RFC
// 7845, Vorbis I). Places stay as they are, as pages are counted on by players that seek.
import { AppError } from '../../../shared/errors.ts';
import { lettersOf, partCounter, viewOf } from './byte-parts.ts';
import type { CleanSound } from './clean-sound.ts';

const OPUS_TAGS = 'OpusTags';
const VORBIS_TAGS = '\x03vorbis';
const CHECKSUM = 22;
/** An hour where each page has one packet of 20 ms. */
const MAX_PAGES = 200_000;

/** A part of a packet: from and to which byte. */
type Part = [number, number];

/** The last page counts the samples up to its end. */
export function cleanOgg(bytes: Uint8Array<ArrayBuffer>): CleanSound {
  const view = viewOf(bytes);
  const start = lettersOf(bytes.subarray(0, 64));
  const [opus, vorbis] = [start.indexOf('OpusHead'), start.indexOf('\x01vorbis')];
  if (opus < 0 && vorbis < 0) throw new AppError('file_type_not_taken');
  const rate = opus >= 0 ? 48_000 : view.getUint32(vorbis + 12, true);
  const skipped = opus >= 0 ? view.getUint16(opus + 10, true) : 0;
  const touched: Part[] = [];
  let samples = 0n;
  let tags: Part[] = [];
  let isBetween = true;
  const count = partCounter(MAX_PAGES);
  for (let at = 0; at < bytes.length; ) {
    count();
    const page = at;
    if (lettersOf(bytes.subarray(at, at + 4)) !== 'OggS') throw new AppError('file_damaged');
    const position = view.getBigInt64(at + 6, true);
    if (position > samples) samples = position;
    const segments = view.getUint8(at + 26);
    at += 27 + segments;
    let hasTags = tags.length > 0;
    for (const length of bytes.subarray(at - segments, at)) {
      if (tags.length > 0 || (isBetween && isTags(bytes, at))) {
        tags.push([at, at + length]);
        hasTags = true;
      }
      at += length;
      // A packet ends with a segment that is not full.
      isBetween = length < 255;
      if (isBetween) tags = emptied(bytes, tags);
    }
    if (at > bytes.length) throw new AppError('file_damaged');
    if (hasTags) touched.push([page, at]);
  }
  for (const part of touched) seal(bytes.subarray(...part));
  return { bytes, durationMs: ((Number(samples) - skipped) / rate) * 1000 };
}

function isTags(bytes: Uint8Array, at: number): boolean {
  return begins(bytes, at, OPUS_TAGS) || begins(bytes, at, VORBIS_TAGS);
}

/** Letter by letter: a page may have hundreds of empty packets. */
function begins(bytes: Uint8Array, at: number, letters: string): boolean {
  for (let nr = 0; nr < letters.length; nr += 1)
    if (bytes[at + nr] !== letters.charCodeAt(nr)) return false;
  return true;
}

/** No comments, and a name of the program that is as long as all was, of zeros. */
function emptied(bytes: Uint8Array, parts: Part[]): Part[] {
  const [first] = parts;
  if (!first) return [];
  const isOpus = lettersOf(bytes.subarray(first[0], first[0] + 8)) === OPUS_TAGS;
  const name = (isOpus ? OPUS_TAGS : VORBIS_TAGS).length;
  const packet = new Uint8Array(parts.reduce((sum, [from, to]) => sum + to - from, 0));
  packet.set(bytes.subarray(first[0], first[0] + name));
  // Its length and the number of comments; behind those Vorbis has a bit that is set.
  viewOf(packet).setUint32(name, packet.length - name - 8 - (isOpus ? 0 : 1), true);
  if (!isOpus) packet[packet.length - 1] = 1;
  let offset = 0;
  for (const [from, to] of parts) {
    bytes.set(packet.subarray(offset, offset + to - from), from);
    offset += to - from;
  }
  return [];
}

const TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  let crc = byte << 24;
  for (let bit = 0; bit < 8; bit += 1) crc = (crc << 1) ^ (crc < 0 ? 0x04c1_1db7 : 0);
  return crc;
});

/** A page whose content has changed has another checksum. */
function seal(page: Uint8Array): void {
  const view = viewOf(page);
  view.setUint32(CHECKSUM, 0);
  let crc = 0;
  for (const byte of page) crc = (crc << 8) ^ (TABLE[(crc >>> 24) ^ byte] ?? 0);
  view.setUint32(CHECKSUM, crc >>> 0, true);
}
