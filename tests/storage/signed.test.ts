// signed: URLs that let their holder read or upload one object, and nothing else.
import { decodeJwt, SignJWT } from 'jose';
import { beforeAll, describe, expect, inject, it } from 'vitest';
import { createBucket, fetchStorage, rowOf, told } from '../support/bucket.ts';
import { anonymousClient, createPerson, type Person, serviceClient } from '../support/person.ts';
import { sql } from '../support/sql.ts';

const service = serviceClient().storage;
let person: Person;
let stranger: Person;
let bucket: string;

beforeAll(async () => {
  [person, stranger] = await Promise.all([createPerson(), createPerson()]);
  bucket = await createBucket();
  for (const name of ['a b.txt', 'other.txt'])
    await service.from(bucket).upload(`${person.id}/${name}`, name);
});

const mine = () => person.client.storage.from(bucket);
const pathOf = (name: string) => `${person.id}/${name}`;
const secret = new TextEncoder().encode(inject('stack').jwtSecret);

/** A token of the project's own secret with these claims. */
function sign(claims: object, expiresAt = Math.floor(Date.now() / 1000) + 60): Promise<string> {
  const jwt = new SignJWT({ ...claims }).setProtectedHeader({ alg: 'HS256' });
  return jwt.setExpirationTime(expiresAt).sign(secret);
}

describe('a signed URL', () => {
  it('gives the bytes to whoever has it, and says until when', async () => {
    const { data, error } = await mine().createSignedUrl(pathOf('a b.txt'), 60);
    expect(error).toBeNull();
    const url = new URL(data?.signedUrl ?? '');
    const claims = decodeJwt(url.searchParams.get('token') ?? '');
    expect(claims).toMatchObject({ url: `${bucket}/${pathOf('a b.txt')}`, scope: 'download' });
    expect((claims.exp ?? 0) - (claims.iat ?? 0)).toBe(60);
    const answer = await fetch(url);
    expect(await answer.text()).toBe('a b.txt');
    expect(answer.headers.get('expires')).toBe(new Date((claims.exp ?? 0) * 1000).toUTCString());
    expect((await fetch(url, { method: 'HEAD' })).status).toBe(200);
  });

  it('may save the file under a name', async () => {
    const options = { download: 'my file.txt' };
    const { data } = await mine().createSignedUrl(pathOf('a b.txt'), 60, options);
    const answer = await fetch(data?.signedUrl ?? '');
    expect(answer.headers.get('content-disposition')).toContain("filename*=UTF-8''my%20file.txt");
  });

  it('several at once, in the order asked, with a reason where there is none', async () => {
    const paths = [pathOf('a b.txt'), pathOf('nothing'), pathOf('other.txt')];
    const { data } = await mine().createSignedUrls(paths, 60);
    expect(data?.map(({ path, error }) => [path, error])).toEqual([
      [paths[0], null],
      [paths[1], 'Either the object does not exist or you do not have access to it'],
      [paths[2], null],
    ]);
    const texts = [data?.[0], data?.[2]].map(async (each) =>
      (await fetch(each?.signedUrl ?? '')).text(),
    );
    expect(await Promise.all(texts)).toEqual(['a b.txt', 'other.txt']);
    expect(data?.[1]).toMatchObject({ signedURL: null, signedUrl: null });
  });

  it('is not made for a stranger, nor for no time', async () => {
    for (const { storage } of [stranger.client, anonymousClient()]) {
      const { error } = await storage.from(bucket).createSignedUrl(pathOf('a b.txt'), 60);
      expect(told(error)).toEqual({ status: 400, statusCode: '404', code: 'NoSuchKey' });
      const many = await storage.from(bucket).createSignedUrls([pathOf('a b.txt')], 60);
      expect(many.data?.[0]).toMatchObject({ signedUrl: null });
    }
    for (const seconds of [0, -1, 1.5])
      expect(told((await mine().createSignedUrl(pathOf('a b.txt'), seconds)).error)).toEqual({
        status: 400,
        statusCode: '400',
        code: undefined,
      });
  });

  it('opens no other object, with no other token', async () => {
    const url = `${bucket}/${pathOf('a b.txt')}`;
    const claims = { url, scope: 'download' };
    const read = async (token: string, name = 'a b.txt') => {
      const answer = await fetchStorage(`/object/sign/${bucket}/${pathOf(name)}?token=${token}`);
      expect(answer.status).toBe(400);
      return (await answer.json()) as object;
    };
    expect(await read(await sign(claims), 'other.txt')).toMatchObject({
      code: 'InvalidSignature',
      message: 'Invalid signature',
    });
    expect(await read(await sign(claims, 1))).toMatchObject({
      code: 'InvalidJWT',
      message: '"exp" claim timestamp check failed',
    });
    expect(await read(await sign({ url, scope: 'upload' }))).toMatchObject({
      code: 'InvalidSignature',
    });
    expect(await read(await sign({ url }))).toMatchObject({ code: 'InvalidSignature' });
    expect(await read(person.token)).toMatchObject({ code: 'InvalidSignature' });
    expect(await read('no.to.ken')).toMatchObject({ code: 'InvalidJWT' });
    expect(await read(`${await sign(claims)}x`)).toMatchObject({
      code: 'InvalidJWT',
      message: 'signature verification failed',
    });
    const without = await fetchStorage(`/object/sign/${bucket}/${pathOf('a b.txt')}`);
    expect(await without.json()).toMatchObject({ statusCode: '400', error: 'Error' });
  });

  it('is no token for anything else', async () => {
    const token = await sign({ url: `${bucket}/${pathOf('a b.txt')}`, scope: 'download' });
    const answer = await fetchStorage(`/object/${bucket}/${pathOf('other.txt')}`, {
      headers: { authorization: `Bearer ${token}` },
    });
    expect(await answer.json()).toMatchObject({ code: 'NoSuchKey' });
  });
});

describe('a signed upload', () => {
  it('lets whoever has it upload, in the name of who asked for it', async () => {
    const path = pathOf('signed/1.txt');
    const { data } = await mine().createSignedUploadUrl(path);
    expect(data).toMatchObject({
      path,
      signedUrl: expect.stringContaining('/object/upload/sign/'),
    });
    const token = data?.token ?? '';
    expect(decodeJwt(token)).toMatchObject({
      owner: person.id,
      url: `${bucket}/${path}`,
      upsert: false,
      scope: 'upload',
    });
    const files = anonymousClient().storage.from(bucket);
    const options = { contentType: 'text/x-signed', metadata: { by: 'anyone' } };
    const sent = await files.uploadToSignedUrl(path, token, 'signed', options);
    expect(sent).toEqual({ data: { path, fullPath: `${bucket}/${path}` }, error: null });
    expect(await rowOf(bucket, path)).toMatchObject({
      owner: person.id,
      owner_id: person.id,
      user_metadata: { by: 'anyone' },
      metadata: { mimetype: 'text/x-signed', size: 6 },
    });
    const again = await files.uploadToSignedUrl(path, token, new Blob(['twice']));
    expect(told(again.error)).toMatchObject({ statusCode: '409', code: 'KeyAlreadyExists' });
  });

  it('replaces only when it was made to', async () => {
    const path = pathOf('signed/2.txt');
    await mine().upload(path, 'one');
    expect(told((await mine().createSignedUploadUrl(path)).error)).toMatchObject({
      code: 'KeyAlreadyExists',
    });
    const { data } = await mine().createSignedUploadUrl(path, { upsert: true });
    const files = anonymousClient().storage.from(bucket);
    expect((await files.uploadToSignedUrl(path, data?.token ?? '', 'two')).error).toBeNull();
    expect(await (await mine().download(path)).data?.text()).toBe('two');
  });

  it('is not made for a stranger, and is bound to its name and scope', async () => {
    for (const { storage } of [stranger.client, anonymousClient()]) {
      const { error } = await storage.from(bucket).createSignedUploadUrl(pathOf('x'));
      expect(told(error)).toEqual({ status: 400, statusCode: '403', code: 'AccessDenied' });
    }
    const files = anonymousClient().storage.from(bucket);
    const url = `${bucket}/${pathOf('x')}`;
    const tokens = [
      await sign({ url: `${bucket}/${pathOf('y')}`, scope: 'upload' }),
      await sign({ url, scope: 'download' }),
      await sign({ url, scope: 'upload' }, 1),
      person.token,
    ];
    for (const token of tokens) {
      const { error } = await files.uploadToSignedUrl(pathOf('x'), token, 'x');
      expect(['InvalidSignature', 'InvalidJWT']).toContain(told(error).code);
    }
    expect(await sql`select from storage.objects where name = ${pathOf('x')}`).toEqual([]);
  });
});
