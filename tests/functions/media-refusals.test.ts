// media-refusals: files that are not what they say, are two things at once, or are too much.
import { deflateSync } from 'node:zlib';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { limitPeople } from '../support/limited-plan.ts';
import { callMedia, keep, picture, send, settled, upload } from '../support/media.ts';
import { createPerson } from '../support/person.ts';
import { sql } from '../support/sql.ts';

const person = await createPerson();
const jpeg = await picture().jpeg().toBuffer();
const png = await picture().png().toBuffer();
/** What is done behind an answer waits for other pictures. */
const PATIENT = { timeout: 10_000 };
const text = (letters: string) => Buffer.from(letters, 'latin1');

/** A chunk of a PNG; its checksum is not looked at where it is dropped. */
function chunk(type: string, content: Buffer): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(content.length);
  return Buffer.concat([length, text(type), content, Buffer.alloc(4)]);
}

/** A PNG that says it has so many pixels, in hardly any bytes. */
function bomb(width: number, height: number): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 2], 8);
  const pixels = deflateSync(Buffer.alloc(1_000_000));
  const parts = [chunk('IHDR', header), chunk('IDAT', pixels), chunk('IEND', Buffer.alloc(0))];
  return Buffer.concat([png.subarray(0, 8), ...parts]);
}

/** A GIF of one pixel whose frame says it has so many. */
function hugeFrame(): Buffer {
  const frame = Buffer.from([0x2c, 0, 0, 0, 0, 255, 255, 255, 255, 0, 2, 1, 0, 0, 0x3b]);
  return Buffer.concat([text('GIF89a'), Buffer.from([1, 0, 1, 0, 0, 0, 0]), frame]);
}

const layered = (width: number, height: number) =>
  sharp({ create: { width, height, channels: 3, background: '#336699' } })
    .jpeg({ progressive: true })
    .toBuffer();

/** A progressive JPEG whose last scan comes a hundred times more. */
async function manyScans(): Promise<Buffer> {
  const given = await layered(64, 48);
  const scan = given.subarray(given.lastIndexOf(Buffer.of(0xff, 0xda)), -2);
  return Buffer.concat([given.subarray(0, -2), ...Array(100).fill(scan), given.subarray(-2)]);
}

const comment = (letters: string) =>
  Buffer.concat([text('\xff\xfe'), Buffer.from([0, letters.length + 2]), text(letters)]);

const refused: [string, Buffer, number, string][] = [
  ['a page', text('<html><script>alert(1)</script></html>'), 415, 'file_type_not_taken'],
  ['a drawing with a script', text('<svg><script/></svg>'), 415, 'file_type_not_taken'],
  ['a program', text(`MZ${'\0'.repeat(200)}`), 415, 'file_type_not_taken'],
  ['an archive', text('PK\x03\x04 and so on'), 415, 'file_type_not_taken'],
  [
    'a picture with a script in a comment',
    Buffer.concat([jpeg.subarray(0, 2), comment('<script>alert(1)</script>'), jpeg.subarray(2)]),
    422,
    'file_unsafe',
  ],
  [
    'a picture with a script behind it',
    Buffer.concat([png, text('<?php system(1);')]),
    422,
    'file_unsafe',
  ],
  ['a picture and a document in one', Buffer.concat([jpeg, text('%PDF-1.7')]), 422, 'file_unsafe'],
  ['a script that begins as a picture', text('GIF89a/*<script>*/=1;alert(1)'), 422, 'file_unsafe'],
  [
    'nonsense that begins as a picture',
    text(`GIF89a${'=1;alert(1);'.repeat(9)}`),
    422,
    'file_damaged',
  ],
  ['half a picture', jpeg.subarray(0, jpeg.length / 2), 422, 'file_damaged'],
  ['half a drawing', png.subarray(0, png.length / 2), 422, 'file_damaged'],
  ['a bomb of pixels', bomb(60_000, 60_000), 413, 'file_too_large'],
  ['a progressive JPEG that unpacks to 120 MB', await layered(5000, 4000), 413, 'file_too_large'],
  [
    'a JPEG with a segment that no program writes',
    Buffer.concat([jpeg.subarray(0, 2), text('\xff\xf0\0\x06HIDE'), jpeg.subarray(2)]),
    422,
    'file_damaged',
  ],
  ['a JPEG of a hundred scans', await manyScans(), 422, 'file_damaged'],
  ['a frame larger than its GIF', hugeFrame(), 413, 'file_too_large'],
  ['more than 10 MB', Buffer.concat([png, Buffer.alloc(10 * 1024 * 1024)]), 413, 'file_too_large'],
];

describe('is refused', () => {
  it.each(refused)('%s', async (_, bytes, status, code) => {
    const answer = await send(person, bytes);
    expect([answer.status, answer.error?.code]).toEqual([status, code]);
    expect(await sql`select from public.media_assets where owner_id = ${person.id}`).toEqual([]);
    const files = () => sql`select from storage.objects where name like ${`${person.id}/%`}`;
    await expect.poll(files, PATIENT).toEqual([]);
  });

  it('what says it has pixels that are not there', async () => {
    const { asset } = await send(person, bomb(2000, 2000));
    const { state, error_code } = await settled(person, asset);
    expect([state, error_code]).toEqual(['failed', 'file_damaged']);
    const files = () => sql`select from storage.objects where name like ${`%${asset.id}%`}`;
    await expect.poll(files, PATIENT).toEqual([]);
    await callMedia(person, '/delete', { ids: [asset.id] });
  });
});

describe('is cut off', () => {
  it('an archive behind a picture: only the picture is kept', async () => {
    const { asset } = await send(
      person,
      Buffer.concat([jpeg, text('PK\x03\x04'), Buffer.alloc(900)]),
    );
    expect(asset.size_bytes).toBeLessThanOrEqual(jpeg.length);
    await callMedia(person, '/delete', { ids: [asset.id] });
  });
});

describe('is taken', () => {
  it('a picture with letters in it that chance may make', async () => {
    const letters = comment('<svg Qx');
    const { status } = await send(
      person,
      Buffer.concat([jpeg.subarray(0, 2), letters, jpeg.subarray(2)]),
    );
    expect([200, 202]).toContain(status);
  });

  it('a JPEG that is long and thin, decoded at a part of its size', async () => {
    const thin = { width: 40_000, height: 1190, channels: 3, background: '#336699' } as const;
    const asset = await keep(person, await sharp({ create: thin }).jpeg().toBuffer());
    expect(asset).toMatchObject({ state: 'ready', width: 40_000, height: 1190 });
  });
});

describe('the name and the declared type say nothing', () => {
  it('a PNG that calls itself a JPEG is a PNG', async () => {
    const { asset } = await send(person, png);
    expect(asset).toMatchObject({ mime_type: 'image/png', original: 'original.png' });
  });

  it('Storage itself takes no other type, and no more than fits', async () => {
    const { uploads } = await callMedia(person, '/uploads', { count: 2 });
    const files = person.client.storage.from('uploads');
    const [one, two] = uploads.map(({ path, token }) => ({ path, token }));
    if (!one || !two) throw new Error('Two addresses were asked for.');
    const page = new Blob(['<html>'], { type: 'text/html' });
    const refusal = await files.uploadToSignedUrl(one.path, one.token, page);
    expect(refusal.error).toMatchObject({ statusCode: '415' });
    const large = new Blob([Buffer.alloc(51 * 1024 * 1024)], { type: 'audio/mpeg' });
    expect((await files.uploadToSignedUrl(two.path, two.token, large)).error).toMatchObject({
      statusCode: '413',
    });
  });
});

describe('who may not', () => {
  it('finish what was never uploaded', async () => {
    const { uploads } = await callMedia(person, '/uploads', {});
    const { status, error } = await callMedia(person, '', { upload_id: uploads[0]?.upload_id });
    expect([status, error?.code]).toEqual([404, 'upload_not_found']);
  });

  it('a stranger, finish the upload of somebody', async () => {
    const stranger = await createPerson();
    const upload_id = await upload(person, await picture().jpeg().toBuffer());
    const { status, error } = await callMedia(stranger, '', { upload_id });
    expect([status, error?.code]).toEqual([404, 'upload_not_found']);
  });

  it('somebody without an account, anything', async () => {
    for (const route of ['', '/uploads', '/sign', '/delete'] as const)
      expect((await callMedia(undefined, route, {})).status).toBe(401);
  });

  it('anybody, write to Storage without an address', async () => {
    for (const bucket of ['uploads', 'avatars', 'media', 'galleries', 'datasets', 'exports']) {
      const files = person.client.storage.from(bucket);
      const contentType = /datasets|exports/.test(bucket) ? 'text/plain' : 'image/png';
      for (const folder of [person.id, `user-content/${person.id}`])
        for (const { error } of [
          await files.upload(`${folder}/a.png`, png, { contentType }),
          await files.createSignedUploadUrl(`${folder}/b.png`),
        ])
          expect(error).toMatchObject({ statusCode: '403' });
    }
  });

  it('more than the plan allows in an hour, also twenty at once', async () => {
    const limited = await createPerson();
    await limitPeople(
      [limited],
      [{ meter: 'uploads', allowance: 5, window: 'rolling', seconds: 3600 }],
    );
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => callMedia(limited, '/uploads', {})),
    );
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(5);
    const refusal = answers.find(({ status }) => status === 429);
    expect(refusal?.error?.code).toBe('rate_limited');
    expect(refusal?.headers.get('retry-after')).toMatch(/^\d+$/);
  });
});

it('a picture of 20 megapixels is kept, and its large variant made of a part of them', async () => {
  const wide = { width: 5000, height: 4000, channels: 3, background: '#336699' } as const;
  const { asset } = await send(person, await sharp({ create: wide }).jpeg().toBuffer());
  expect((await settled(person, asset)).state).toBe('ready');
});
