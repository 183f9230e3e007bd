// media-bombs: small files that would keep a worker busy for long, or take all of its memory.
import { describe, expect, it } from 'vitest';
import { picture, send } from '../support/media.ts';
import { createPerson } from '../support/person.ts';
import { mp3, mp4, ogg, wav, webm } from '../support/sound.ts';
import { sql } from '../support/sql.ts';

const person = await createPerson();
const text = (letters: string) => Buffer.from(letters, 'latin1');
const sound = { wav: wav(200, ''), mp3: mp3(200, ''), mp4: mp4(200, '') };

/** `bytes` with `count` times `part` at a place. */
function stuffed(bytes: Buffer, at: number, part: Buffer, count: number): Buffer {
  const parts = Buffer.alloc(part.length * count, part);
  return Buffer.concat([bytes.subarray(0, at), parts, bytes.subarray(at)]);
}

/** A WebP says at its beginning how long it is. */
function stuffedWebp(bytes: Buffer): Buffer {
  const webp = stuffed(bytes, bytes.length, text('ALPH\0\0\0\0'), 20_001);
  webp.writeUInt32LE(webp.length - 8, 4);
  return webp;
}

/** Its last length is cut off; read as it is, it leads back to before it, for ever. */
function webmInCircles(): Buffer {
  const padding = Buffer.alloc(17_000);
  // The element that the half length leads to ends where the padding does.
  const back = padding.length - 16_317;
  padding.writeUInt8(0xec, back);
  padding.writeUInt32BE(0x1000_0000 + 16_312, back + 1);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(0x1000_0000 + padding.length);
  return Buffer.concat([webm(200, ''), Buffer.of(0xec), length, padding, Buffer.of(0xa3, 0x40)]);
}

const page = Buffer.concat([text('OggS'), Buffer.alloc(23)]);
const tag = Buffer.concat([text('ID3'), Buffer.alloc(7)]);
const bombs: [string, Buffer][] = [
  ['a WebM that leads back to itself', webmInCircles()],
  [
    'a JPEG of comments',
    stuffed(await picture().jpeg().toBuffer(), 2, text('\xff\xfe\0\x02'), 20_001),
  ],
  [
    'a PNG of empty chunks',
    stuffed(await picture().png().toBuffer(), 33, text('\0\0\0\0IDATcrc.'), 20_001),
  ],
  [
    'a GIF of empty blocks',
    stuffed(await picture().gif().toBuffer(), 781, text('\x21\xf9\0'), 20_001),
  ],
  ['a WebP of empty chunks', stuffedWebp(await picture().webp().toBuffer())],
  ['a WAV of empty chunks', stuffed(sound.wav, 12, text('LIST\0\0\0\0'), 1001)],
  ['an MP3 of tags', stuffed(sound.mp3, 0, tag, 10)],
  ['an MP4 of empty boxes', stuffed(sound.mp4, sound.mp4.length, text('\0\0\0\x08free'), 50_001)],
  ['an Ogg of empty pages', stuffed(ogg(200), ogg(200).length, page, 200_001)],
  ['a WebM of nothing', stuffed(webm(200, ''), webm(200, '').length, text('\xec\x80'), 200_001)],
];

describe('is refused', () => {
  it.each(bombs)('%s', async (_, bytes) => {
    const { status, error } = await send(person, bytes);
    expect([status, error?.code]).toEqual([422, 'file_damaged']);
    expect(await sql`select from public.media_assets where owner_id = ${person.id}`).toEqual([]);
  });

  it('a run of samples in an MP4 that is longer than its box', async () => {
    const run = Buffer.alloc(20);
    run.writeUInt32BE(20, 0);
    run.write('trun', 4);
    run.writeUInt32BE(0x100, 8);
    run.writeUInt32BE(1_000_000, 12);
    const fragments = Buffer.concat([text('\0\0\0\x24moof\0\0\0\x1ctraf'), run]);
    const rest = Buffer.alloc(4_000_100);
    rest.writeUInt32BE(rest.length, 0);
    rest.write('mdat', 4);
    const { error } = await send(person, Buffer.concat([sound.mp4, fragments, rest]));
    expect(error?.code).toBe('file_damaged');
  });
});
