// media-colours: what the colours of a picture mean: kept with it, turned into sRGB in its
// variants, and without the words that profiles of screens have.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deflateSync } from 'node:zlib';
import sharp, { type Sharp } from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { keep, picture } from '../support/media.ts';
import { createPerson, serviceClient } from '../support/person.ts';

const person = await createPerson();
const SECRET = 'SN-C02XK1ABJG5H';
let folder: string;
/** Of Display P3, with the words and the tag that macOS writes for a screen. */
let profile: string;
/** Dull in sRGB, so that its numbers are others in Display P3. */
const COLOUR = { r: 220, g: 90, b: 40 };

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'parley-colours-'));
  profile = join(folder, 'screen.icc');
  const { icc } = await sharp(await picture().withIccProfile('p3').jpeg().toBuffer()).metadata();
  if (!icc) throw new Error('sharp attaches the profile that it is told.');
  await writeFile(profile, withSecret(icc));
});
afterAll(() => rm(folder, { recursive: true }));

/** One more tag of text behind all, a date, a maker; what stands behind the table moves on. */
function withSecret(icc: Buffer): Buffer {
  const count = icc.readUInt32BE(128);
  const end = 132 + 12 * count;
  const table = Buffer.from(icc.subarray(128, end));
  table.writeUInt32BE(count + 1, 0);
  for (let nr = 0; nr < count; nr += 1)
    table.writeUInt32BE(table.readUInt32BE(8 + 12 * nr) + 12, 8 + 12 * nr);
  const text = Buffer.concat([Buffer.from('text\0\0\0\0'), Buffer.from(`${SECRET}\0`)]);
  const entry = Buffer.alloc(12);
  entry.write('mmod');
  entry.writeUInt32BE(icc.length + 12, 4);
  entry.writeUInt32BE(text.length, 8);
  const whole = Buffer.concat([icc.subarray(0, 128), table, entry, icc.subarray(end), text]);
  whole.writeUInt32BE(whole.length, 0);
  whole.writeUInt16BE(2026, 24);
  whole.write('HOME', 48);
  return whole;
}

const flat = () => sharp({ create: { width: 200, height: 100, channels: 3, background: COLOUR } });

async function stored(path: string): Promise<Buffer> {
  const { data, error } = await serviceClient().storage.from('media').download(path);
  if (error) throw error;
  return Buffer.from(await data.arrayBuffer());
}

/** The colour of the first pixel by its numbers, whatever they mean. */
async function numbersOf(image: Buffer): Promise<number[]> {
  // Behind raw there is no profile to turn it by.
  const { data } = await sharp(image, { ignoreIcc: true })
    .removeAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  return [...data.subarray(0, 3)];
}

const near = (colour: number[], wanted: number[]) =>
  expect(Math.max(...colour.map((part, nr) => Math.abs(part - (wanted[nr] ?? 0))))).toBeLessThan(8);

const formats: [string, (image: Sharp) => Sharp][] = [
  ['jpg', (image) => image.jpeg({ quality: 100, chromaSubsampling: '4:4:4' })],
  ['png', (image) => image.png()],
  ['webp', (image) => image.webp({ lossless: true })],
];

describe.each(formats)('a picture of a wide screen, as %s', (extension, write) => {
  it('has the same colours in its variants, which say nothing of a profile', async () => {
    const given = await write(flat().withIccProfile(profile)).toBuffer();
    const wide = await numbersOf(given);
    // Else the test would not see a shift.
    expect(Math.abs((wide[0] ?? 0) - COLOUR.r)).toBeGreaterThan(10);
    const asset = await keep(person, given);
    for (const name of ['large', 'thumbnail']) {
      const variant = await stored(`${asset.folder}/${name}.webp`);
      expect((await sharp(variant).metadata()).icc).toBeUndefined();
      near(await numbersOf(variant), [COLOUR.r, COLOUR.g, COLOUR.b]);
    }
  });

  it('keeps its pixels and its colours, and loses what the screen has written', async () => {
    const given = await write(picture(300, 200).withIccProfile(profile)).toBuffer();
    const before = (await sharp(given).metadata()).icc;
    expect(before?.includes(SECRET)).toBe(true);
    const asset = await keep(person, given);
    const original = await stored(`${asset.folder}/original.${extension}`);
    const { icc } = await sharp(original).metadata();
    expect(icc?.subarray(36, 40).toString()).toBe('acsp');
    for (const secret of [SECRET, 'mmod', 'HOME', 'lcms']) {
      expect(icc?.includes(secret)).toBe(false);
      expect(original.includes(secret)).toBe(false);
    }
    const pixels = (image: Buffer, ignoreIcc: boolean) =>
      sharp(image, { ignoreIcc }).raw().toBuffer();
    expect(await pixels(original, true)).toEqual(await pixels(given, true));
    expect(await pixels(original, false)).toEqual(await pixels(given, false));
  });
});

it('a picture to be printed loses its profile, whose tables may hold anything', async () => {
  const given = await flat().toColourspace('cmyk').withIccProfile('cmyk').jpeg().toBuffer();
  expect((await sharp(given).metadata()).icc).toBeDefined();
  const asset = await keep(person, given);
  expect(asset.state).toBe('ready');
  const { icc, space } = await sharp(await stored(`${asset.folder}/original.jpg`)).metadata();
  expect([icc, space]).toEqual([undefined, 'cmyk']);
});

describe('a PNG', () => {
  const chunk = (type: string, content: Buffer) => {
    const length = Buffer.alloc(4);
    length.writeUInt32BE(content.length);
    return Buffer.concat([length, Buffer.from(type), content, Buffer.from('crc.')]);
  };
  const having = async (...chunks: Buffer[]) => {
    const png = await picture(50, 40).png().toBuffer();
    return Buffer.concat([png.subarray(0, 33), ...chunks, png.subarray(33)]);
  };

  it('loses a profile that unpacks to more than there is memory', async () => {
    const bomb = deflateSync(Buffer.alloc(300_000_000));
    const asset = await keep(
      person,
      await having(chunk('iCCP', Buffer.concat([Buffer.from('x\0\0'), bomb]))),
    );
    expect(asset.state).toBe('ready');
    const original = await stored(`${asset.folder}/original.png`);
    expect(original.includes('iCCP')).toBe(false);
  });

  it.each([
    ['words in a chunk that has numbers', () => [chunk('bKGD', Buffer.from(SECRET))]],
    [
      'a profile of words',
      () => [chunk('iCCP', Buffer.concat([Buffer.from('x\0\0'), deflateSync(SECRET.repeat(20))]))],
    ],
    ['a profile that is not packed', () => [chunk('iCCP', Buffer.from(`${SECRET}\0\0${SECRET}`))]],
  ])('loses %s', async (_, chunks) => {
    const asset = await keep(person, await having(...chunks()));
    expect(asset.state).toBe('ready');
    const original = await stored(`${asset.folder}/original.png`);
    for (const lost of [SECRET, 'bKGD', 'iCCP']) expect(original.includes(lost)).toBe(false);
  });
});
