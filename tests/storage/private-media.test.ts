// private-media: every route of Storage to a person's picture and to one of a gallery, and
// everybody who must not get through: strangers, visitors, people whose plan lacks it.
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import type { MediaAsset } from '../../shared/contracts/media.ts';
import { fetchStorage, rowOf } from '../support/bucket.ts';
import { createCharacter } from '../support/chat.ts';
import { callMedia, keep, picture } from '../support/media.ts';
import { giveMembership, makePlan } from '../support/membership.ts';
import { createPerson, type Person } from '../support/person.ts';
import { connect, sql } from '../support/sql.ts';

type Who = 'owner' | 'member' | 'stranger' | 'anonymous visitor' | 'nobody';
type Where = 'media' | 'galleries' | 'datasets' | 'exports' | 'uploads';

const people = {} as Record<'owner' | 'member' | 'stranger', Person>;
let admin: Person;
let premiumId: string;
const paths = {} as Record<Where, string>;
const rows = {} as Record<Where, Record<string, unknown>>;

beforeAll(async () => {
  const [owner, member, stranger, maker] = await Promise.all([
    createPerson(),
    createPerson(),
    createPerson(),
    createPerson({ isAdmin: true }),
  ]);
  Object.assign(people, { owner, member, stranger });
  admin = maker;
  const db = await connect();
  const plan = await makePlan(db, { features: ['premium_galleries'], rank: 999 });
  await giveMembership(db, { user: member.id, plan }).finally(() => db.release());

  const own = await keep(owner, await picture().png().toBuffer());
  paths.media = `${own.folder}/small.webp`;
  const character = await createCharacter();
  const wish = { purpose: 'gallery', character_id: character.id };
  const premium = await keep(admin, await picture().png().toBuffer(), wish);
  await admin.client.rpc('set_gallery_item', { p_id: premium.id, p_is_premium: true });
  premiumId = premium.id;
  paths.galleries = `${premium.folder}/small.webp`;
  paths.datasets = `${owner.id}/lines.jsonl`;
  paths.exports = `${owner.id}/all.json`;
  paths.uploads = `${owner.id}/${crypto.randomUUID()}`;
  const { secretKey } = inject('stack');
  for (const [bucket, type] of [
    ['datasets', 'application/jsonl'],
    ['exports', 'application/json'],
    ['uploads', 'image/png'],
  ] as const)
    await fetchStorage(`/object/${bucket}/${paths[bucket]}`, {
      method: 'POST',
      body: '{}',
      headers: { apikey: secretKey, 'content-type': type },
    });
  for (const bucket of Object.keys(paths) as Where[])
    rows[bucket] = await rowOf(bucket, paths[bucket]);
}, 30_000);

afterAll(async () => {
  for (const bucket of Object.keys(paths) as Where[]) {
    const { last_accessed_at: _, ...row } = await rowOf(bucket, paths[bucket]);
    expect(rows[bucket]).toMatchObject(row);
  }
});

function ask(who: Who, path: string, init: RequestInit = {}): Promise<Response> {
  const { publishableKey } = inject('stack');
  const identity: Record<string, string> =
    who === 'nobody'
      ? {}
      : who === 'anonymous visitor'
        ? { apikey: publishableKey }
        : { apikey: publishableKey, authorization: `Bearer ${people[who].token}` };
  return fetchStorage(path, { ...init, headers: { ...identity, ...init.headers } });
}

const post = (who: Who, path: string, body: object) =>
  ask(who, path, {
    method: 'POST',
    body: JSON.stringify(body),
    headers: { 'content-type': 'application/json' },
  });
const encode = (text: string) => Buffer.from(text).toString('base64');
const copyOf = (bucketId: string, sourceKey: string) => ({
  bucketId,
  sourceKey,
  destinationKey: `${people.stranger.id}/${crypto.randomUUID()}`,
});

type Route = (who: Who, bucket: Where, path: string) => Promise<Response>;

/** What reads a file, or says where it can be read. */
const reading: Record<string, Route> = {
  download: (who, bucket, path) => ask(who, `/object/${bucket}/${path}`),
  'download, authenticated': (who, bucket, path) =>
    ask(who, `/object/authenticated/${bucket}/${path}`),
  info: (who, bucket, path) => ask(who, `/object/info/${bucket}/${path}`),
  sign: (who, bucket, path) => post(who, `/object/sign/${bucket}/${path}`, { expiresIn: 60 }),
};
const rendering: Record<string, Route> = {
  render: (who, bucket, path) => ask(who, `/render/image/authenticated/${bucket}/${path}?width=10`),
  'sign an image': (who, bucket, path) =>
    post(who, `/object/sign/${bucket}/${path}`, { expiresIn: 60, transform: { width: 10 } }),
};
/** What only the service may do. */
const writing: Record<string, Route> = {
  'the public address': (who, bucket, path) => ask(who, `/object/public/${bucket}/${path}`),
  'the public image': (who, bucket, path) => ask(who, `/render/image/public/${bucket}/${path}`),
  copy: (who, bucket, path) => post(who, '/object/copy', copyOf(bucket, path)),
  'copy to a public bucket': (who, bucket, path) =>
    post(who, '/object/copy', { ...copyOf(bucket, path), destinationBucket: 'avatars' }),
  move: (who, bucket, path) => post(who, '/object/move', copyOf(bucket, path)),
  remove: (who, bucket, path) => ask(who, `/object/${bucket}/${path}`, { method: 'DELETE' }),
  replace: (who, bucket, path) =>
    ask(who, `/object/${bucket}/${path}`, {
      method: 'PUT',
      body: '{}',
      headers: { 'content-type': String((rows[bucket].metadata as { mimetype: string }).mimetype) },
    }),
  'sign an upload': (who, bucket, path) =>
    ask(who, `/object/upload/sign/${bucket}/${path}`, {
      method: 'POST',
      headers: { 'x-upsert': 'true' },
    }),
  'upload in pieces': (who, bucket, path) =>
    ask(who, '/upload/resumable', {
      method: 'POST',
      headers: {
        'tus-resumable': '1.0.0',
        'upload-length': '1',
        'upload-metadata': [
          `bucketName ${encode(bucket)}`,
          `objectName ${encode(path)}`,
          `contentType ${encode('image/png')}`,
        ].join(','),
        'x-upsert': 'true',
      },
    }),
};

const everybody: Who[] = ['owner', 'member', 'stranger', 'anonymous visitor', 'nobody'];
/** Who reads the file of each bucket. */
const readers: [Where, Who[]][] = [
  ['media', ['owner']],
  ['galleries', []],
  ['datasets', ['owner']],
  ['exports', ['owner']],
  ['uploads', []],
];

describe.each(readers)('a file of %s', (bucket, allowed) => {
  const isPicture = bucket === 'media' || bucket === 'galleries';
  const routes = { ...reading, ...(isPicture ? rendering : {}), ...writing };

  it.each(Object.entries(routes))('%s', async (name, route) => {
    const outcomes = await Promise.all(
      everybody.map(async (who) => [who, (await route(who, bucket, paths[bucket])).ok]),
    );
    const isReading = name in reading || name in rendering;
    expect(outcomes).toEqual(everybody.map((who) => [who, isReading && allowed.includes(who)]));
  });

  it('lists, removals and addresses of many show it to nobody else', async () => {
    const path = paths[bucket];
    const folder = path.slice(0, path.lastIndexOf('/'));
    for (const who of everybody.filter((each) => each !== 'nobody')) {
      const json = async (answer: Promise<Response>) => (await answer).json();
      const count = allowed.includes(who) ? 1 : 0;
      const search = path.slice(folder.length + 1);
      const listed = await json(post(who, `/object/list/${bucket}`, { prefix: folder, search }));
      expect([who, listed.length]).toEqual([who, count]);
      const page = await json(post(who, `/object/list-v2/${bucket}`, { prefix: path }));
      expect([who, page.objects.length]).toEqual([who, count]);
      const wish = { expiresIn: 60, paths: [path] };
      const signed: { signedURL: string | null }[] = await json(
        post(who, `/object/sign/${bucket}`, wish),
      );
      expect(signed.filter(({ signedURL }) => signedURL)).toHaveLength(count);
      const body = JSON.stringify({ prefixes: [path] });
      expect(await json(ask(who, `/object/${bucket}`, { method: 'DELETE', body }))).toEqual([]);
    }
  });
});

/** Who is given an address of a picture that leads to it. */
async function reachedBy(id: string): Promise<Who[]> {
  const reached = await Promise.all(
    everybody.map(async (who) => {
      const { urls } = await callMedia(people[who as keyof typeof people], '/sign', { ids: [id] });
      const url = urls?.[id];
      return url && (await fetch(url)).ok ? [who] : [];
    }),
  );
  return reached.flat();
}

async function addToGallery(maker: Person, character_id: string): Promise<MediaAsset> {
  const wish = { purpose: 'gallery', character_id };
  const asset = await keep(maker, await picture().png().toBuffer(), wish);
  expect((await maker.client.rpc('set_gallery_item', { p_id: asset.id })).error).toBeNull();
  return asset;
}

it('a picture of a draft is its maker’s and the admins’, though it is not premium', async () => {
  const draft = await createCharacter({ status: 'draft' });
  await sql`update public.characters set owner_id = ${people.owner.id} where id = ${draft.id}`;
  const { id } = await addToGallery(people.owner, draft.id);
  expect(await reachedBy(id)).toEqual(['owner']);
  expect(Object.keys((await callMedia(admin, '/sign', { ids: [id] })).urls)).toEqual([id]);
});

it('a free picture has addresses for an hour at most, so that it can become premium', async () => {
  const { id, folder } = await addToGallery(admin, (await createCharacter()).id);
  expect(await reachedBy(id)).toEqual(['owner', 'member', 'stranger']);
  const long = await callMedia(people.stranger, '/sign', { ids: [id], expires_in: 3601 });
  expect(long.error?.code).toBe('invalid_request');
  for (const route of Object.values({ ...reading, ...rendering }))
    for (const who of everybody)
      expect([who, (await route(who, 'galleries', `${folder}/small.webp`)).ok]).toEqual([
        who,
        false,
      ]);
  await admin.client.rpc('set_gallery_item', { p_id: id, p_is_premium: true });
  expect(await reachedBy(id)).toEqual(['member']);
});

it('who is suspended reads no file, not even of their own', async () => {
  const goer = await createPerson();
  const { id, folder } = await keep(goer, await picture().png().toBuffer());
  const files = goer.client.storage.from('media');
  expect((await files.createSignedUrl(`${folder}/small.webp`, 60)).error).toBeNull();
  await sql`update public.profiles set status = 'suspended' where id = ${goer.id}`;
  expect((await files.createSignedUrl(`${folder}/small.webp`, 60)).error).not.toBeNull();
  expect((await callMedia(goer, '/sign', { ids: [id] })).urls ?? {}).toEqual({});
  expect((await goer.client.from('media_assets').select()).data).toEqual([]);
});

it('a premium picture is closed again when the plan ends', async () => {
  expect(await reachedBy(premiumId)).toEqual(['member']);
  await sql`select private.revoke_membership(id) from public.memberships
    where user_id = ${people.member.id}`;
  expect(await reachedBy(premiumId)).toEqual([]);
});
