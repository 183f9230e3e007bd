// transforms: images changed on the way out, and what is no image.
import sharp from 'sharp';
import { beforeAll, describe, expect, it } from 'vitest';
import { createBucket, fetchStorage, rowOf, told } from '../support/bucket.ts';
import { createPerson, type Person, serviceClient } from '../support/person.ts';

const service = serviceClient().storage;
let person: Person;
let open: string;
let closed: string;

beforeAll(async () => {
  person = await createPerson();
  [open, closed] = [await createBucket({ isPublic: true }), await createBucket()];
  const picture = sharp({
    create: { width: 400, height: 200, channels: 3, background: { r: 200, g: 40, b: 10 } },
  });
  const exif = { IFD0: { Copyright: 'somebody' } };
  const lying = picture.clone().withMetadata({ orientation: 6, exif });
  for (const [name, bytes] of [
    ['red.png', await picture.clone().png().toBuffer()],
    ['red.jpg', await lying.jpeg().toBuffer()],
    ['red.avif', await picture.clone().avif().toBuffer()],
    ['red.svg', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="40" height="20"/>')],
    ['lie.png', Buffer.from('<script>alert(1)</script>')],
    ['cut.png', (await picture.clone().png().toBuffer()).subarray(0, 60)],
  ] as const)
    for (const bucket of [open, closed])
      await service.from(bucket).upload(pathOf(name), bytes, { contentType: 'image/png' });
});

const pathOf = (name: string) => `${person.id}/${name}`;

function render(query: string, name = 'red.png', headers: HeadersInit = {}): Promise<Response> {
  return fetchStorage(`/render/image/public/${open}/${pathOf(name)}?${query}`, { headers });
}

async function sizeOf(
  answer: Response,
): Promise<{ format?: string; width: number; height: number }> {
  expect(answer.status).toBe(200);
  const { format, width, height } = await sharp(await answer.arrayBuffer()).metadata();
  return { format, width, height };
}

describe('sizes', () => {
  it.each([
    ['width=100', 100, 50],
    ['height=100', 200, 100],
    ['width=100&height=100', 100, 100],
    ['width=100&height=100&resize=cover', 100, 100],
    ['width=100&height=100&resize=contain', 100, 50],
    ['width=100&height=150&resize=fill', 100, 150],
    ['width=5000', 400, 200],
    ['quality=20', 400, 200],
  ])('%s of 400 x 200 is %i x %i', async (query, width, height) => {
    expect(await sizeOf(await render(query))).toEqual({ format: 'png', width, height });
  });

  it('more than 2500 is 2500', async () => {
    const wide = sharp({ create: { width: 3000, height: 2, channels: 3, background: 'red' } });
    await service.from(open).upload(pathOf('wide.png'), await wide.png().toBuffer());
    expect(await sizeOf(await render('width=2900', 'wide.png'))).toMatchObject({ width: 2500 });
  });

  it('a photo stands upright, without what the camera wrote into it', async () => {
    const answer = await render('width=100', 'red.jpg');
    const { format, width, height, exif } = await sharp(await answer.arrayBuffer()).metadata();
    expect({ format, width, height, exif }).toEqual({ format: 'jpeg', width: 100, height: 200 });
  });
});

describe('formats', () => {
  it.each([
    ['format=webp', {}, 'webp', 'image/webp'],
    ['format=avif', {}, 'heif', 'image/avif'],
    ['width=10', { accept: 'image/webp,*/*' }, 'webp', 'image/webp'],
    ['width=10&format=origin', { accept: 'image/webp,*/*' }, 'png', 'image/png'],
    ['width=10', {}, 'png', 'image/png'],
  ])('%s %o is %s', async (query, headers, format, type) => {
    const answer = await render(query, 'red.png', new Headers(headers as HeadersInit));
    expect(answer.headers.get('content-type')).toBe(type);
    expect(await sizeOf(answer)).toMatchObject({ format });
  });

  it('AVIF stays what it is; a drawing becomes PNG, so that no script runs', async () => {
    expect((await render('width=10', 'red.avif')).headers.get('content-type')).toBe('image/avif');
    expect(await sizeOf(await render('width=10', 'red.svg'))).toEqual({
      format: 'png',
      width: 10,
      height: 5,
    });
  });

  it('headers are those of the object', async () => {
    const answer = await render('width=10&download=small.png');
    const { metadata } = (await rowOf(open, pathOf('red.png'))) as { metadata: { eTag: string } };
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      etag: metadata.eTag,
      'cache-control': 'max-age=3600',
      'content-disposition': expect.stringContaining('small.png'),
      'content-length': String((await answer.arrayBuffer()).byteLength),
    });
    const again = await render('width=10', 'red.png', { 'if-none-match': metadata.eTag });
    expect(again.status).toBe(304);
  });
});

describe('refused', () => {
  it.each([
    ['quality=10', /quality must be >= 20/],
    ['quality=101', /quality must be <= 100/],
    ['resize=stretch', /resize/],
    ['format=gif', /format/],
    ['width=ten', /width/],
    ['width=-1', /width/],
  ])('%s', async (query, message) => {
    const answer = await render(query);
    expect(answer.status).toBe(400);
    expect(await answer.json()).toMatchObject({
      statusCode: '400',
      error: 'Error',
      message: expect.stringMatching(message),
    });
  });

  it.each([['lie.png'], ['cut.png']])('%s, which is no image', async (name) => {
    const answer = await render('width=10', name);
    expect(answer.status).toBe(400);
    expect(await answer.json()).toEqual({
      statusCode: '422',
      error: 'InvalidRequest',
      message: 'Source image type not supported',
      code: 'InvalidRequest',
    });
  });

  it('an image of more than 25 MB, or of more than 50 megapixels in a few bytes', async () => {
    const files = service.from(open);
    await files.upload(pathOf('heavy.png'), new Uint8Array(25_000_001));
    expect(await (await render('width=10', 'heavy.png')).json()).toMatchObject({
      message: 'Source image file is too big',
    });
    const bomb = sharp({
      create: { width: 10_000, height: 6000, channels: 3, background: 'black' },
      limitInputPixels: false,
    });
    await files.upload(pathOf('bomb.png'), await bomb.png().toBuffer());
    expect(await (await render('width=10', 'bomb.png')).json()).toMatchObject({
      statusCode: '422',
      message: 'Source image resolution is too big',
    });
  });
});

describe('the client', () => {
  const transform = { width: 40, height: 40, resize: 'contain' as const, quality: 50 };

  it('downloads and signs images of a private bucket', async () => {
    const files = person.client.storage.from(closed);
    const { data } = await files.download(pathOf('red.png'), { transform });
    expect((await sharp(await data?.arrayBuffer()).metadata()).width).toBe(40);

    const signed = await files.createSignedUrl(pathOf('red.png'), 60, { transform });
    const url = signed.data?.signedUrl ?? '';
    expect(new URL(url).pathname).toContain('/render/image/sign/');
    expect(await sizeOf(await fetch(`${url}&width=300`))).toMatchObject({ width: 40, height: 20 });
  });

  it('gets the public URL of a smaller one', async () => {
    const { publicUrl } = service.from(open).getPublicUrl(pathOf('red.png'), { transform }).data;
    expect(await sizeOf(await fetch(publicUrl))).toMatchObject({ width: 40, height: 20 });
  });

  it('a token without a transformation opens no image', async () => {
    const { data } = await person.client.storage
      .from(closed)
      .createSignedUrl(pathOf('red.png'), 60);
    const url = (data?.signedUrl ?? '').replace('/object/sign/', '/render/image/sign/');
    expect(told(await (await fetch(url)).json())).toMatchObject({ code: 'InvalidSignature' });
  });
});
