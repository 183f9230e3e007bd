// sound: small files of sound in each format, made by their specifications.

const text = (letters: string) => Buffer.from(letters, 'latin1');
const u16 = (value: number) => Buffer.of(value & 255, value >> 8);
const u32 = (value: number) => {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
};
const be32 = (value: number) => u32(value).reverse();

function riff(type: string, content: Buffer): Buffer {
  return Buffer.concat([
    text(type),
    u32(content.length),
    content,
    Buffer.alloc(content.length % 2),
  ]);
}

/** 16 bits, 8 kHz, one channel; `loudness` of each part from 0 to 1 is 0 to 1. */
export function wav(ms: number, comment: string, loudness: (part: number) => number = () => 0.5) {
  const count = ms * 8;
  const samples = Buffer.alloc(2 * count);
  for (let nr = 0; nr < count; nr += 1)
    samples.writeInt16LE(-Math.round(loudness(nr / count) * 32_768), 2 * nr);
  const format = [u16(1), u16(1), u32(8000), u32(16_000), u16(2), u16(16)];
  const list = riff('LIST', Buffer.concat([text('INFO'), riff('ICMT', text(comment))]));
  const chunks = [riff('fmt ', Buffer.concat(format)), list, riff('data', samples)];
  return riff('RIFF', Buffer.concat([text('WAVE'), ...chunks]));
}

/** MPEG 1, layer III, 128 kbit/s, 44.1 kHz, silent, between tags of both kinds. */
export function mp3(ms: number, comment: string): Buffer {
  const frame = Buffer.concat([Buffer.of(0xff, 0xfb, 0x90, 0xc0), Buffer.alloc(413)]);
  const count = Math.round(ms / (1_152_000 / 44_100));
  const frames = Array.from({ length: count }, () => frame);
  const id3 = Buffer.concat([text('ID3'), Buffer.of(4, 0, 0, 0, 0, 0, comment.length)]);
  const end = Buffer.concat([text('TAG'), text(comment), Buffer.alloc(125 - comment.length)]);
  return Buffer.concat([id3, text(comment), ...frames, end]);
}

function box(type: string, ...content: Buffer[]): Buffer {
  const inner = Buffer.concat(content);
  return Buffer.concat([be32(inner.length + 8), text(type), inner]);
}

/** A track of sound, or of what `handler` says. */
export function mp4(ms: number, comment: string, handler = 'soun'): Buffer {
  const when = text(comment.slice(0, 8).padEnd(8, '\0'));
  const header = box('mvhd', be32(0), when, be32(1000), be32(ms), Buffer.alloc(80));
  const handled = box('hdlr', Buffer.alloc(8), text(handler), Buffer.alloc(12), text(comment));
  const inner = box('minf', box('udta', text(comment)));
  const others = ['free', 'XMP_'].map((type) => box(type, text(comment)));
  const place = box('udta', box('\xa9xyz', text(comment)));
  const movie = box('moov', header, box('trak', box('mdia', handled, inner)), place);
  const brand = box('ftyp', text('M4A '), be32(0));
  return Buffer.concat([brand, movie, ...others, box('mdat', Buffer.alloc(99))]);
}

/** As Safari and Chrome record it: in fragments, and the whole says no duration. */
export function mp4InFragments(ms: number): Buffer {
  const [hertz, unitsOfSample] = [48_000, 1024];
  const header = box('mvhd', Buffer.alloc(12), be32(1000), be32(0), Buffer.alloc(80));
  const media = box('mdhd', Buffer.alloc(12), be32(hertz), be32(0), be32(0));
  const handled = box('hdlr', Buffer.alloc(8), text('soun'), Buffer.alloc(13));
  const defaults = box('trex', Buffer.alloc(4), be32(1), be32(1), be32(unitsOfSample), be32(0));
  const movie = box(
    'moov',
    header,
    box('trak', box('mdia', media, handled)),
    box('mvex', defaults),
  );
  const count = Math.round((ms * hertz) / 1000 / unitsOfSample);
  const half = Math.floor(count / 2);
  // One run goes by the default, the other says of each sample how long it is.
  const first = box('trun', be32(1), be32(half), be32(0));
  const each = Array.from({ length: count - half }, () => [be32(unitsOfSample), be32(9)]).flat();
  const second = box('trun', be32(0x301), be32(count - half), be32(0), ...each);
  const fragment = (run: Buffer) => [
    box('moof', box('traf', box('tfhd', be32(0x20000), be32(1)), run)),
    box('mdat', Buffer.alloc(99)),
  ];
  const brand = box('ftyp', text('iso5'), be32(0));
  return Buffer.concat([brand, movie, ...fragment(first), ...fragment(second)]);
}

function page(position: number, content: Buffer, isGoingOn = false): Buffer {
  const head = Buffer.alloc(26);
  head.write('OggS');
  head.writeBigInt64LE(BigInt(position), 6);
  const full = Math.floor(content.length / 255);
  const table = [...Array(full).fill(255), ...(isGoingOn ? [] : [content.length % 255])];
  const whole = Buffer.concat([head, Buffer.of(table.length, ...table), content]);
  whole.writeUInt32LE(oggChecksum(whole), 22);
  return whole;
}

/** Of a page whose own is zero, bit by bit (RFC 3533, page 10). */
function oggChecksum(bytes: Buffer): number {
  let crc = 0n;
  for (const byte of bytes) {
    crc ^= BigInt(byte) << 24n;
    for (let bit = 0; bit < 8; bit += 1)
      crc = ((crc << 1n) ^ (crc & 0x8000_0000n ? 0x1_04c1_1db7n : 0n)) & 0xffff_ffffn;
  }
  return Number(crc);
}

/** Whether each page has the checksum of its content. */
export function hasChecksums(ogg: Buffer): boolean {
  for (let at = 0; at < ogg.length; ) {
    const table = ogg.subarray(at + 27, at + 27 + (ogg[at + 26] ?? 0));
    const end = at + 27 + table.length + table.reduce((sum, length) => sum + length, 0);
    const whole = Buffer.from(ogg.subarray(at, end));
    whole.writeUInt32LE(0, 22);
    if (oggChecksum(whole) !== ogg.readUInt32LE(at + 22)) return false;
    at = end;
  }
  return true;
}

/** Opus, whose first 312 samples are not played, and whose comments go on over a page. */
export function ogg(ms: number, comment = ''): Buffer {
  const head = Buffer.concat([text('OpusHead'), Buffer.of(1, 1), u16(312), u32(48_000)]);
  const long = `TITLE=${comment.padEnd(600, '.')}${comment}`;
  const comments = [u32(6), text('parley'), u32(1), u32(long.length), text(long)];
  const tags = Buffer.concat([text('OpusTags'), ...comments]);
  const pages = [page(0, tags.subarray(0, 510), true), page(0, tags.subarray(510))];
  const last = page(312 + ms * 48, Buffer.alloc(60));
  return Buffer.concat([page(0, Buffer.concat([head, Buffer.alloc(3)])), ...pages, last]);
}

function element(id: number[], content: Buffer, isOpen = false): Buffer {
  // What is recorded live does not know how long it will be: all ones.
  const size = isOpen ? Buffer.of(1, 255, 255, 255, 255, 255, 255, 255) : Buffer.alloc(4);
  if (!isOpen) size.writeUInt32BE(0x1000_0000 + content.length);
  return Buffer.concat([Buffer.from(id), size, content]);
}

/** A track of sound (2), or of another type, in clusters of a second. */
export function webm(ms: number, comment: string, trackType = 2): Buffer {
  const block = (at: number) =>
    element([0xa3], Buffer.concat([Buffer.of(0x81, at >> 8, at & 255, 0x80), Buffer.alloc(20)]));
  const clusters = Array.from({ length: Math.ceil(ms / 1000) }, (_, nr) => {
    const blocks = [0, Math.min(1000, ms - nr * 1000)].map(block);
    const time = element([0xe7], be32(nr * 1000));
    return element([0x1f, 0x43, 0xb6, 0x75], Buffer.concat([time, ...blocks]), true);
  });
  const track = element([0xae], element([0x83], Buffer.of(trackType)));
  const info = element([0x15, 0x49, 0xa9, 0x66], element([0x7b, 0xa9], text(comment)));
  const tags = element([0x12, 0x54, 0xc3, 0x67], text(comment.repeat(20)));
  const segment = Buffer.concat([
    element([0xec], text(comment)),
    info,
    tags,
    element([0x16, 0x54, 0xae, 0x6b], track),
    ...clusters,
  ]);
  return Buffer.concat([
    element([0x1a, 0x45, 0xdf, 0xa3], element([0x42, 0x82], text('webm'))),
    element([0x18, 0x53, 0x80, 0x67], segment, true),
  ]);
}
