// media-replaced: an address to upload to is used again. What was looked at is what is kept.
import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { waitUntil } from '../../local/wait-until.ts';
import { callMedia, keep, picture, send, settled, upload } from '../support/media.ts';
import { createPerson, serviceClient } from '../support/person.ts';
import { wav } from '../support/sound.ts';
import { sql } from '../support/sql.ts';

const person = await createPerson();
const other = await picture(90, 90).png().toBuffer();
const type = 'image/png';

async function address() {
  const { uploads } = await callMedia(person, '/uploads', {});
  if (!uploads[0]) throw new Error('An address was asked for.');
  return uploads[0];
}

async function stored(bucket: string, path: string): Promise<Buffer> {
  const { data, error } = await serviceClient().storage.from(bucket).download(path);
  if (error) throw error;
  return Buffer.from(await data.arrayBuffer());
}

it('a file that is there cannot be replaced by its address, whatever is asked for', async () => {
  const { path, token, signed_url } = await address();
  const files = person.client.storage.from('uploads');
  const first = await picture().png().toBuffer();
  const put = (bytes: Buffer, upsert: boolean) =>
    files.uploadToSignedUrl(path, token, new Blob([new Uint8Array(bytes)], { type }), { upsert });
  expect((await put(first, false)).error).toBeNull();
  for (const upsert of [false, true])
    expect((await put(other, upsert)).error).toMatchObject({ statusCode: '409' });
  const bare = await fetch(signed_url, {
    method: 'PUT',
    headers: { 'x-upsert': 'true', 'content-type': type },
    body: new Uint8Array(other),
  });
  expect(bare.ok).toBe(false);
  expect(await stored('uploads', path)).toEqual(first);
});

it('what is uploaded when all is done changes nothing of what is shown', async () => {
  const { upload_id, path, token } = await address();
  const files = person.client.storage.from('uploads');
  const first = new Blob([new Uint8Array(await picture().png().toBuffer())], { type });
  await files.uploadToSignedUrl(path, token, first);
  await callMedia(person, '', { upload_id });
  const asset = await settled(person, { id: upload_id });
  await waitUntil('the upload to go', async () => {
    return (await sql`select from storage.objects where name = ${path}`).length === 0;
  });
  const again = await files.uploadToSignedUrl(
    path,
    token,
    new Blob([new Uint8Array(other)], { type }),
  );
  expect(again.error).toBeNull();
  expect((await callMedia(person, '', { upload_id })).asset).toMatchObject({
    state: 'ready',
    content_hash: asset.content_hash,
  });
  const shown = await stored('media', `${asset.folder}/${asset.original}`);
  expect(createHash('sha256').update(shown).digest('hex')).toBe(asset.content_hash);
});

describe('when the worker is lost, and other bytes are there for the next one', () => {
  it.each([
    ['another picture', 'message', other],
    ['a sound instead of a face', 'avatar', wav(500, 'x')],
  ])('%s is not kept: nobody has looked at it', async (_, purpose, bytes) => {
    const seen = await keep(person, await picture().png().toBuffer());
    const id = await upload(person, bytes);
    // As a worker leaves it that looked at the file before it was replaced.
    const file = { ...seen, purpose, content_hash: 'ab'.repeat(32), peaks: null };
    await sql`select public.keep_upload(${person.id}, ${id}, ${JSON.stringify(file)}::jsonb)`;
    await sql`update public.media_assets set claimed_at = now() - interval '2 minutes'
      where id = ${id}`;
    expect((await callMedia(person, '', { upload_id: id })).status).toBe(202);
    expect(await settled(person, { id })).toMatchObject({
      state: 'failed',
      error_code: 'upload_not_found',
    });
    const files = () => sql`select from storage.objects where name like ${`%${id}%`}`;
    await expect.poll(files, { timeout: 10_000 }).toEqual([]);
  });

  it('the same bytes are', async () => {
    const { asset } = await send(person, await picture(70, 70).png().toBuffer());
    const { state } = await settled(person, asset);
    expect(state).toBe('ready');
    const bytes = await stored('media', `${asset.folder}/${asset.original}`);
    const id = await upload(person, bytes);
    const file = { ...asset, purpose: 'avatar' };
    await sql`select public.keep_upload(${person.id}, ${id}, ${JSON.stringify(file)}::jsonb)`;
    await sql`update public.media_assets set claimed_at = now() - interval '2 minutes'
      where id = ${id}`;
    await callMedia(person, '', { upload_id: id });
    expect(await settled(person, { id })).toMatchObject({ state: 'ready', purpose: 'avatar' });
  });
});
