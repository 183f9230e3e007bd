// png-chunk: a chunk of a PNG (W3C PNG, third edition, 5.3 and annex D).
import { join, viewOf } from './byte-parts.ts';

const TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  let crc = byte;
  for (let bit = 0; bit < 8; bit += 1) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb8_8320 : 0);
  return crc;
});

/** Its length, its type of four letters, its content and their checksum. */
export function pngChunk(type: string, content: Uint8Array): Uint8Array<ArrayBuffer> {
  const chunk = join([
    new Uint8Array(4),
    new TextEncoder().encode(type),
    content,
    new Uint8Array(4),
  ]);
  const view = viewOf(chunk);
  view.setUint32(0, content.length);
  let crc = 0xffff_ffff;
  for (const byte of chunk.subarray(4, -4)) crc = (crc >>> 8) ^ (TABLE[(crc ^ byte) & 255] ?? 0);
  view.setUint32(chunk.length - 4, ~crc);
  return chunk;
}
