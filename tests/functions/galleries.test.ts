// galleries: pictures of characters, and who sees what of them.
import { beforeAll, describe, expect, it } from 'vitest';
import { createCharacter } from '../support/chat.ts';
import { callMedia, keep, picture } from '../support/media.ts';
import { giveMembership, makePlan } from '../support/membership.ts';
import { createPerson, type Person, serviceClient } from '../support/person.ts';
import { connect, sql, sqlOne } from '../support/sql.ts';

interface Item {
  id: string;
  caption: string | null;
  is_premium: boolean;
  is_locked: boolean;
  blurhash: string;
  variants: string[] | null;
  view_count: number;
}

let admin: Person;
let member: Person;
let visitor: Person;
let character: { id: string; slug: string };
let open: string;
let premium: string;

beforeAll(async () => {
  [admin, member, visitor] = await Promise.all([
    createPerson({ isAdmin: true }),
    createMember(),
    createPerson(),
  ]);
  character = await createCharacter();
  [open, premium] = [await add('Open', 2), await add('Premium', 1, true)];
}, 30_000);

/** Somebody whose plan opens premium galleries. */
async function createMember(): Promise<Person> {
  const person = await createPerson();
  const db = await connect();
  try {
    const plan = await makePlan(db, { features: ['premium_galleries'], rank: 999 });
    await giveMembership(db, { user: person.id, plan });
  } finally {
    db.release();
  }
  return person;
}

async function add(caption: string, position: number, isPremium = false): Promise<string> {
  const wish = { purpose: 'gallery', character_id: character.id };
  const { id } = await keep(admin, await picture().jpeg().toBuffer(), wish);
  const { error } = await admin.client.rpc('set_gallery_item', {
    p_id: id,
    p_caption: caption,
    p_tags: ['test'],
    p_position: position,
    p_is_premium: isPremium,
  });
  if (error) throw error;
  return id;
}

async function read(who: Person): Promise<Item[]> {
  const { data, error } = await who.client.rpc('read_gallery', { p_character: character.slug });
  if (error) throw error;
  return data as unknown as Item[];
}

const view = (who: Person, id: string) => who.client.rpc('view_gallery_item', { p_id: id });

describe('a gallery', () => {
  it('is in its order, and open to members whole', async () => {
    const items = await read(member);
    expect(items.map(({ id, is_locked }) => [id, is_locked])).toEqual([
      [premium, false],
      [open, false],
    ]);
    const { urls } = await callMedia(member, '/sign', { ids: [open, premium], variant: 'large' });
    for (const id of [open, premium]) expect((await fetch(urls[id] as string)).status).toBe(200);
  });

  it('shows others of what is premium a blur, and no address', async () => {
    const [locked, shown] = await read(visitor);
    expect(locked).toMatchObject({
      id: premium,
      caption: 'Premium',
      is_locked: true,
      blurhash: expect.stringMatching(/^.{28}$/),
      variants: null,
    });
    expect(shown).toMatchObject({ id: open, is_locked: false, variants: expect.any(Array) });
    const { urls } = await callMedia(visitor, '/sign', { ids: [open, premium] });
    expect(Object.keys(urls)).toEqual([open]);
  });

  it('goes on after an item', async () => {
    const { data } = await member.client.rpc('read_gallery', {
      p_character: character.id,
      p_after_position: 1,
      p_after_id: premium,
      p_limit: 1,
    });
    expect((data as unknown as Item[]).map(({ id }) => id)).toEqual([open]);
  });

  it('of a character that is not published only its makers see', async () => {
    const draft = await createCharacter({ status: 'draft' });
    const { error } = await visitor.client.rpc('read_gallery', { p_character: draft.slug });
    expect(error?.message).toBe('character_not_found');
  });
});

describe('views', () => {
  it('count once a viewer and day, also five times at once', async () => {
    const viewer = await createMember();
    const before = (await read(viewer)).find(({ id }) => id === open)?.view_count ?? 0;
    await Promise.all(Array.from({ length: 5 }, () => view(viewer, open)));
    expect((await read(viewer)).find(({ id }) => id === open)?.view_count).toBe(before + 1);
    expect((await view(visitor, open)).data).toBe(before + 2);
    expect((await view(visitor, open)).data).toBe(before + 2);
  });

  it('of what is locked are refused', async () => {
    const { error } = await view(visitor, premium);
    expect([error?.code, error?.message]).toEqual(['PT403', 'premium_required']);
    expect((await view(visitor, crypto.randomUUID())).error?.message).toBe('media_not_found');
  });
});

describe('changing a gallery', () => {
  it('is not for people who did not make the character', async () => {
    const wish = { purpose: 'gallery', character_id: character.id };
    const bytes = await picture().jpeg().toBuffer();
    await expect(keep(visitor, bytes, wish)).rejects.toThrow('character_not_found');
    const { error } = await visitor.client.rpc('set_gallery_item', { p_id: open });
    expect(error?.message).toBe('character_not_found');
  });

  it('an owner fills the gallery of a draft, not with premium, until it is published', async () => {
    const maker = await createPerson();
    const draft = await createCharacter({ status: 'draft' });
    await sqlOne`update public.characters set owner_id = ${maker.id} where id = ${draft.id}
      returning id`;
    const wish = { purpose: 'gallery', character_id: draft.id };
    const { id } = await keep(maker, await picture().jpeg().toBuffer(), wish);
    const set = (isPremium: boolean) =>
      maker.client.rpc('set_gallery_item', { p_id: id, p_is_premium: isPremium });
    // It is theirs before it is shown, and nobody's else.
    expect(Object.keys((await callMedia(maker, '/sign', { ids: [id] })).urls)).toEqual([id]);
    expect((await set(false)).error).toBeNull();
    expect((await callMedia(visitor, '/sign', { ids: [id] })).urls).toEqual({});
    expect((await set(true)).error?.message).toBe('admin_required');
    await admin.client.rpc('set_gallery_item', { p_id: id, p_is_premium: true });
    expect((await set(false)).error?.message).toBe('admin_required');
    const said = await maker.client.rpc('set_gallery_item', { p_id: id, p_caption: 'At home' });
    expect(said.error).toBeNull();
    expect(
      await sqlOne`select caption, is_premium from private.gallery_item where asset_id = ${id}`,
    ).toEqual({ caption: 'At home', is_premium: true });
    await sqlOne`update public.characters set status = 'published' where id = ${draft.id}
      returning id`;
    expect((await set(true)).error?.message).toBe('admin_required');
    const { status, error } = await callMedia(maker, '/delete', { ids: [id] });
    expect([status, error?.code]).toEqual([403, 'admin_required']);
    expect((await callMedia(admin, '/delete', { ids: [id] })).deleted).toEqual([id]);
  });

  it('stays when the accounts of who sent its pictures go, even of the same bytes', async () => {
    const published = await createCharacter();
    const wish = { purpose: 'gallery', character_id: published.id };
    const bytes = await picture().jpeg().toBuffer();
    const makers = [await createPerson({ isAdmin: true }), await createPerson({ isAdmin: true })];
    const ids: string[] = [];
    for (const maker of makers) {
      const { id } = await keep(maker, bytes, wish);
      await maker.client.rpc('set_gallery_item', { p_id: id });
      const own = await keep(maker, bytes);
      expect((await serviceClient().auth.admin.deleteUser(maker.id)).error).toBeNull();
      expect(await sql`select from public.media_assets where id = ${own.id}`).toEqual([]);
      ids.push(id);
    }
    const { urls } = await callMedia(visitor, '/sign', { ids });
    expect(Object.keys(urls).toSorted()).toEqual(ids.toSorted());
    for (const url of Object.values(urls)) expect((await fetch(url)).status).toBe(200);
  });

  it('what is not said of a picture stays as it is: it does not become open', async () => {
    const id = await add('Before', 7, true);
    await admin.client.rpc('set_gallery_item', { p_id: id, p_caption: 'After' });
    const item = (await read(visitor)).find((each) => each.id === id);
    expect(item).toMatchObject({ caption: 'After', position: 7, tags: ['test'], is_locked: true });
    await admin.client.rpc('set_gallery_item', { p_id: id, p_caption: '' });
    expect((await read(visitor)).find((each) => each.id === id)?.caption).toBeNull();
    await callMedia(admin, '/delete', { ids: [id] });
  });

  it('a picture that was uploaded for a gallery is nobody’s else until it is in it', async () => {
    const wish = { purpose: 'gallery', character_id: character.id };
    const { id } = await keep(admin, await picture().jpeg().toBuffer(), wish);
    for (const who of [member, visitor])
      expect((await callMedia(who, '/sign', { ids: [id] })).urls).toEqual({});
    expect(Object.keys((await callMedia(admin, '/sign', { ids: [id] })).urls)).toEqual([id]);
  });

  it('deleting the picture takes it out of the gallery', async () => {
    const id = await add('Short', 9);
    await view(member, id);
    await callMedia(admin, '/delete', { ids: [id] });
    expect((await read(member)).map((item) => item.id)).not.toContain(id);
  });
});
