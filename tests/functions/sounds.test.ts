// sounds: voice messages of each kind, how long they are, and what does not come back.
import { describe, expect, it } from 'vitest';
import { keep, picture, send } from '../support/media.ts';
import { createPerson, serviceClient } from '../support/person.ts';
import { hasChecksums, mp3, mp4, mp4InFragments, ogg, wav, webm } from '../support/sound.ts';

const person = await createPerson();
const SECRET = 'Recorded at home';

const kinds = [
  ['a WAV', wav(1500, SECRET), { mime_type: 'audio/wav', original: 'original.wav' }],
  ['an MP3', mp3(1500, SECRET), { mime_type: 'audio/mpeg', original: 'original.mp3' }],
  ['an M4A of an iPhone', mp4(1500, SECRET), { mime_type: 'audio/mp4', original: 'original.m4a' }],
  ['an M4A of Safari', mp4InFragments(1500), { mime_type: 'audio/mp4', original: 'original.m4a' }],
  ['an Ogg of Firefox', ogg(1500, SECRET), { mime_type: 'audio/ogg', original: 'original.ogg' }],
  ['a WebM of Chrome', webm(1500, SECRET), { mime_type: 'audio/webm', original: 'original.webm' }],
] as const;

describe.each(kinds)('%s', (_, bytes, known) => {
  it('is as long as it is, and comes back without what its tags say', async () => {
    const asset = await keep(person, bytes);
    expect(asset).toMatchObject({ state: 'ready', kind: 'audio', variants: [], ...known });
    expect(Math.abs((asset.duration_ms ?? 0) - 1500)).toBeLessThan(50);
    const path = `${asset.folder}/${asset.original}`;
    const { data, error } = await serviceClient().storage.from('media').download(path);
    if (error) throw error;
    const kept = Buffer.from(await data.arrayBuffer());
    expect(kept.includes(SECRET.slice(0, 8))).toBe(false);
    if (known.mime_type === 'audio/ogg') expect(hasChecksums(kept)).toBe(true);
    expect(data.type).toBe(known.mime_type);
  });

  it('is refused when it is cut', async () => {
    const { status, error } = await send(person, bytes.subarray(0, 40));
    expect([status, error?.code]).toEqual([422, 'file_damaged']);
  });
});

it('a WAV shows how loud it is: nothing at first, then all', async () => {
  const { peaks } = await keep(
    person,
    wav(1000, 'x', (part) => (part < 0.5 ? 0 : 1)),
  );
  expect(peaks).toHaveLength(100);
  expect(peaks?.slice(0, 49)).toEqual(Array(49).fill(0));
  expect(peaks?.slice(51)).toEqual(Array(49).fill(100));
});

it('a compressed sound has the peaks that its sender has heard; a WAV its own', async () => {
  const heard = { peaks: [0, 50, 100] };
  expect((await keep(person, ogg(1700), heard)).peaks).toEqual([0, 50, 100]);
  expect((await keep(person, wav(1000, 'y'), heard)).peaks).toHaveLength(100);
  expect((await keep(person, await picture().png().toBuffer(), heard)).peaks).toBeNull();
  const { error } = await send(person, ogg(1800), { peaks: [101] });
  expect(error?.code).toBe('invalid_request');
});

it('a WAV is as long as its samples are, whatever it says of bytes a second', async () => {
  const bytes = wav(2000, 'z');
  bytes.writeUInt32LE(4_000_000_000, 28);
  expect((await keep(person, bytes)).duration_ms).toBe(2000);
  bytes.writeUInt16LE(2, 20);
  expect((await send(person, bytes)).error?.code).toBe('file_type_not_taken');
});

it('a WebM counts its time in what it says it does', async () => {
  const bytes = webm(1500, 'x');
  const info = bytes.indexOf(Buffer.of(0x15, 0x49, 0xa9, 0x66));
  // Ticks of two milliseconds, in nanoseconds.
  const scale = Buffer.of(0x2a, 0xd7, 0xb1, 0x83, 0x1e, 0x84, 0x80);
  const slow = Buffer.concat([bytes.subarray(0, info), scale, bytes.subarray(info)]);
  expect((await keep(person, slow)).duration_ms).toBe(3000);
});

it.each([
  ['a film', mp4(1500, SECRET, 'vide')],
  ['a film of Chrome', webm(1500, SECRET, 1)],
  ['chapters', mp4(1500, SECRET, 'text')],
  ['where it was, moment by moment, as an iPhone writes it', mp4(1500, SECRET, 'meta')],
  ['words to be read, in a WebM', webm(1500, SECRET, 0x11)],
])('%s is no sound: what else is in it would stay', async (_, bytes) => {
  const { status, error } = await send(person, bytes);
  expect([status, error?.code]).toEqual([415, 'file_type_not_taken']);
});

it('a sound is no face', async () => {
  const { error } = await send(person, wav(200, 'x'), { purpose: 'avatar' });
  expect(error?.code).toBe('file_type_not_taken');
});
