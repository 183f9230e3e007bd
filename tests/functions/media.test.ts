// media: a picture from a phone to what others see of it, and back out again.
import sharp, { type Sharp } from 'sharp';
import { describe, expect, it } from 'vitest';
import { callMedia, keep, picture, send, settled, upload } from '../support/media.ts';
import { createPerson, serviceClient } from '../support/person.ts';
import { sql } from '../support/sql.ts';

const person = await createPerson();
/** What is done behind an answer waits for other pictures. */
const PATIENT = { timeout: 10_000 };

async function stored(bucket: string, path: string): Promise<Buffer> {
  const { data, error } = await serviceClient().storage.from(bucket).download(path);
  if (error) throw error;
  return Buffer.from(await data.arrayBuffer());
}

const filesIn = async (folder: string) =>
  (
    await sql<{ name: string }>`
    select name from storage.objects where name like ${`${folder}/%`} order by name`
  ).map(({ name }) => name.slice(folder.length + 1));

describe('a photo of a phone', () => {
  it('comes back in four sizes, upright, without place and camera', async () => {
    const photo = await picture(1600, 1000)
      .withExif({
        IFD0: { Make: 'Phone', Orientation: '6' },
        IFD3: { GPSLatitude: '52/1 31/1 0/1', GPSLatitudeRef: 'N' },
      })
      .withMetadata({ orientation: 6 })
      .jpeg()
      .toBuffer();
    expect((await sharp(photo).metadata()).exif?.includes('Phone')).toBe(true);
    const asset = await keep(person, photo);
    expect(asset).toMatchObject({
      state: 'ready',
      kind: 'image',
      mime_type: 'image/jpeg',
      width: 1600,
      height: 1000,
      bucket: 'media',
      folder: `user-content/${person.id}/${asset.id}`,
      variants: ['large', 'medium', 'small', 'thumbnail'],
      blurhash: expect.stringMatching(/^.{28}$/),
    });
    const original = await stored('media', `${asset.folder}/original.jpg`);
    expect(original.includes('Phone')).toBe(false);
    const { orientation, exif } = await sharp(original).metadata();
    expect(orientation).toBe(6);
    expect(exif?.length).toBeLessThan(40);
    const pixels = (bytes: Buffer) => sharp(bytes).raw().toBuffer();
    expect((await pixels(original)).equals(await pixels(photo))).toBe(true);
    for (const [name, width, height] of [
      ['large', 750, 1200],
      ['medium', 500, 800],
      ['small', 250, 400],
      ['thumbnail', 94, 150],
    ] as const) {
      const variant = await sharp(await stored('media', `${asset.folder}/${name}.webp`)).metadata();
      expect(variant).toMatchObject({ format: 'webp', width, height });
      expect(variant.exif).toBeUndefined();
    }
  });

  it('is never enlarged, in any format', async () => {
    for (const photo of [picture(80, 60).jpeg(), picture(80, 60).png(), picture(80, 60).webp()]) {
      const { folder } = await keep(person, await photo.toBuffer());
      const sizes = ['large', 'medium', 'small', 'thumbnail'].map(async (name) => {
        const { width, height } = await sharp(
          await stored('media', `${folder}/${name}.webp`),
        ).metadata();
        return [width, height];
      });
      expect(await Promise.all(sizes)).toEqual(Array.from({ length: 4 }, () => [80, 60]));
    }
  });

  it('says nothing in the segments that stay: no small picture, no false profile', async () => {
    const photo = await picture().jpeg().toBuffer();
    const segment = (marker: number, content: string) =>
      Buffer.concat([
        Buffer.of(0xff, marker, 0, content.length + 2),
        Buffer.from(content, 'latin1'),
      ]);
    const asset = await keep(
      person,
      Buffer.concat([
        photo.subarray(0, 2),
        segment(0xe0, 'JFIF\0\x01\x01\0\0\x01\0\x01\x01\x01HOMEHOME'),
        segment(0xe2, `ICC_PROFILE\0\x01\x01${'HOME'.repeat(20)}`),
        photo.subarray(2),
      ]),
    );
    const original = await stored('media', `${asset.folder}/original.jpg`);
    expect(original.includes('HOME')).toBe(false);
    expect(original.includes('JFIF')).toBe(true);
    expect((await sharp(original).metadata()).icc).toBeUndefined();
  });

  it('leaves nothing of what was sent', async () => {
    const asset = await keep(person, await picture().jpeg().toBuffer());
    await expect
      .poll(
        () => sql`select from storage.objects where name = ${`${person.id}/${asset.id}`}`,
        PATIENT,
      )
      .toEqual([]);
    expect(await sql`select from private.media_upload where id = ${asset.id}`).toEqual([]);
  });

  it.each(['png', 'webp', 'gif'] as const)('may be a %s', async (format) => {
    const given = await picture(300, 200).withMetadata({ orientation: 1 })[format]().toBuffer();
    const asset = await keep(person, given);
    expect(asset).toMatchObject({ mime_type: `image/${format}`, width: 300, height: 200 });
    const original = await stored('media', `${asset.folder}/original.${format}`);
    const { exif, xmp } = await sharp(original).metadata();
    expect([exif, xmp]).toEqual([undefined, undefined]);
    // No variant is larger than the picture.
    const large = await stored('media', `${asset.folder}/large.webp`);
    expect(await sharp(large).metadata()).toMatchObject({ width: 300, height: 200 });
  });

  it('a PNG that moves is kept as the picture that it begins with', async () => {
    const still = await picture().png().toBuffer();
    const frame = Buffer.from('\0\0\0\x08fdAT\0\0\0\x01SECRcrc.', 'latin1');
    const { folder } = await keep(
      person,
      Buffer.concat([still.subarray(0, 33), frame, still.subarray(33)]),
    );
    expect((await stored('media', `${folder}/original.png`)).includes('SECR')).toBe(false);
  });

  it.each(['webp', 'gif'] as const)(
    'may move, as a %s: what moderation sees of it, its first frame, is kept',
    async (format) => {
      const noise = await sharp(await picture(40, 90).raw().toBuffer(), {
        raw: { width: 40, height: 90, channels: 3, pageHeight: 30 },
      })
        [format]()
        .toBuffer();
      expect((await sharp(noise).metadata()).pages).toBe(3);
      const asset = await keep(person, noise);
      expect(asset).toMatchObject({ state: 'ready', width: 40, height: 30 });
      const original = await stored('media', `${asset.folder}/original.${format}`);
      expect((await sharp(original).metadata()).pages ?? 1).toBe(1);
      const large = sharp(await stored('media', `${asset.folder}/large.webp`));
      expect(await large.metadata()).toMatchObject({ width: 40, height: 30 });
      expect((await large.metadata()).pages).toBeUndefined();
      const average = async (frame: Sharp) => (await frame.stats()).channels[0]?.mean ?? 0;
      expect(Math.abs((await average(large)) - (await average(sharp(noise))))).toBeLessThan(6);
    },
  );
});

describe('the same again', () => {
  it('finishing an upload twice at once is one asset', async () => {
    const upload_id = await upload(person, await picture().jpeg().toBuffer());
    const twins = await Promise.all([1, 2].map(() => callMedia(person, '', { upload_id })));
    expect(twins.map(({ asset }) => asset.id)).toEqual([upload_id, upload_id]);
    expect((await settled(person, { id: upload_id })).state).toBe('ready');
    const later = await callMedia(person, '', { upload_id });
    expect(later).toMatchObject({ status: 200, asset: { id: upload_id, state: 'ready' } });
  });

  it('the same bytes are the asset that is there; for somebody else they are another', async () => {
    const bytes = await picture().jpeg().toBuffer();
    const first = await keep(person, bytes);
    const second = await send(person, bytes);
    expect(second.asset.id).toBe(first.id);
    const other = await createPerson();
    expect((await keep(other, bytes)).id).not.toBe(first.id);
  });
});

describe('addresses', () => {
  it('many at once, of the size that is wanted, for their owner only', async () => {
    const [one, two] = [
      await keep(person, await picture().png().toBuffer()),
      await keep(person, await picture().png().toBuffer()),
    ];
    const ids = [one.id, two.id];
    const { urls } = await callMedia(person, '/sign', { ids, variant: 'small' });
    expect(Object.keys(urls).toSorted()).toEqual(ids.toSorted());
    for (const url of Object.values(urls)) {
      const answer = await fetch(url);
      expect(answer.headers.get('content-type')).toBe('image/webp');
      expect((await answer.arrayBuffer()).byteLength).toBeGreaterThan(0);
    }
    const stranger = await createPerson();
    expect((await callMedia(stranger, '/sign', { ids })).urls).toEqual({});
    expect((await callMedia(undefined, '/sign', { ids })).status).toBe(401);
  });

  it('a face is public, in a bucket that nobody lists', async () => {
    const asset = await keep(person, await picture().jpeg().toBuffer(), { purpose: 'avatar' });
    const files = person.client.storage.from('avatars');
    const { publicUrl } = files.getPublicUrl(`${asset.folder}/small.webp`).data;
    expect((await fetch(publicUrl)).status).toBe(200);
    expect((await files.list(person.id)).data).toEqual([]);
  });
});

describe('deleting', () => {
  it('takes rows and files together, and only one’s own', async () => {
    const asset = await keep(person, await picture().jpeg().toBuffer());
    const witness = await keep(person, await picture().jpeg().toBuffer());
    const stranger = await createPerson();
    const theirs = await callMedia(stranger, '/delete', { ids: [asset.id] });
    expect(theirs.deleted).toEqual([]);
    expect(await filesIn(asset.folder)).toHaveLength(5);
    const { deleted } = await callMedia(person, '/delete', { ids: [asset.id] });
    expect(deleted).toEqual([asset.id]);
    // Somebody else may have been handed them for removal, at the same moment.
    await expect.poll(() => filesIn(asset.folder)).toEqual([]);
    expect(await filesIn(witness.folder)).toHaveLength(5);
    const { data } = await person.client.from('media_assets').select().eq('id', asset.id);
    expect(data).toEqual([]);
  });

  it('an account that goes leaves no file', async () => {
    const goer = await createPerson();
    const asset = await keep(goer, await picture().jpeg().toBuffer());
    expect((await serviceClient().auth.admin.deleteUser(goer.id)).error).toBeNull();
    // Whoever uploads next cleans up.
    await callMedia(person, '/uploads', {});
    await expect.poll(() => filesIn(asset.folder), PATIENT).toEqual([]);
  });
});

describe('moderation', () => {
  it('a picture that the catalog does not want is refused, and nothing of it kept', async () => {
    await sql`insert into private.moderation_threshold (category, direction, action, threshold)
      values ('violence/graphic', 'input', 'block', 0.5)
      on conflict (category, direction, action) do update set threshold = 0.5`;
    const red = { width: 50, height: 50, channels: 3, background: '#ff0000' } as const;
    const asset = await keep(person, await sharp({ create: red }).png().toBuffer());
    expect(asset).toMatchObject({ state: 'refused', error_code: 'media_blocked', variants: [] });
    expect(await filesIn(asset.folder)).toEqual([]);
    expect(
      await sql`select action, category, user_id from private.moderation_decision
        where subject_id = ${asset.id}`,
    ).toEqual([{ action: 'block', category: 'violence/graphic', user_id: person.id }]);
    const fine = await keep(person, await picture().png().toBuffer());
    expect(fine.state).toBe('ready');
    // A worker that was thought lost comes back, and has stored what another has refused.
    const { bucket, folder } = asset;
    const late = serviceClient().storage.from(bucket);
    const bytes = await picture().png().toBuffer();
    const sent = await late.upload(`${folder}/original.png`, bytes, { contentType: 'image/png' });
    expect(sent.error).toBeNull();
    const result = JSON.stringify({ state: 'ready', bucket, folder });
    await sql`select public.finish_media(${asset.id}, ${result}::jsonb)`;
    await callMedia(person, '/uploads', {});
    await expect.poll(() => filesIn(folder)).toEqual([]);
    await sql`delete from private.moderation_threshold where category = 'violence/graphic'`;
  });
});
