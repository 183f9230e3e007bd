// characters-refusals: who may not make or change characters, what is not taken, and which states
// do not follow.
import { beforeAll, describe, expect, it } from 'vitest';
import { auditOf, createAdmin } from '../support/admin.ts';
import { suspend } from '../support/conversation.ts';
import { change, create, createMaker, move } from '../support/made-character.ts';
import {
  anonymousClient,
  type Client,
  createPerson,
  type Person,
  serviceClient,
} from '../support/person.ts';
import { sql, sqlOne } from '../support/sql.ts';
import { begin, overDataApi, refusalOf } from '../support/turn.ts';

const service = overDataApi(serviceClient());
const NOBODY = '00000000-0000-4000-8000-000000000000';
const ADMIN_REQUIRED = { code: 'PT403', message: 'admin_required' };
const NOT_FOUND = { code: 'PT404', message: 'character_not_found' };

let admin: Awaited<ReturnType<typeof createAdmin>>;
let maker: Person;
let stranger: Person;

beforeAll(async () => {
  [admin, maker, stranger] = await Promise.all([createAdmin(), createMaker(), createPerson()]);
});

describe('whoever may not', () => {
  it.each<[string, () => Client, object]>([
    ['a visitor', anonymousClient, { code: '42501' }],
    ['the service', serviceClient, { code: '42501' }],
    ['somebody without the feature', () => stranger.client, { message: 'feature_not_in_plan' }],
  ])('%s makes none', async (_, client, refusal) => {
    expect(await refusalOf(create(client()))).toMatchObject(refusal);
  });

  it("a stranger neither changes, moves, reads nor teaches somebody else's", async () => {
    const { id } = await create(maker.client);
    const other = await createMaker();
    for (const [verb, args] of verbsOn(id))
      expect(await refusalOf(overDataApi(other.client)(verb, args)), verb).toMatchObject(NOT_FOUND);
    expect(await sqlOne`select name, status from public.characters where id = ${id}`).toEqual({
      name: 'Testa',
      status: 'draft',
    });
  });

  it('nobody changes one that is not there', async () => {
    for (const [verb, args] of verbsOn(NOBODY))
      expect(await refusalOf(admin.call(verb, args)), verb).toMatchObject(NOT_FOUND);
  });

  it('only admins preview prompts, the owner neither', async () => {
    const { id } = await create(maker.client);
    const args = { p_id: id, p_text: 'Hello' };
    for (const { client } of [maker, stranger])
      expect(await refusalOf(overDataApi(client)('preview_character_prompt', args))).toMatchObject(
        ADMIN_REQUIRED,
      );
  });

  it('a suspended owner does nothing with it', async () => {
    const suspended = await createMaker();
    const { id } = await create(suspended.client);
    await suspend(suspended);
    for (const [verb, args] of verbsOn(id))
      expect(await refusalOf(overDataApi(suspended.client)(verb, args)), verb).toMatchObject({
        message: 'account_suspended',
      });
  });

  it('somebody whose plan ended keeps and talks to it, and changes nothing', async () => {
    const former = await createMaker();
    const { id, slug } = await create(former.client);
    await sql`update public.memberships set ends_at = now() where user_id = ${former.id}`;
    expect(await refusalOf(change(former.client, id, { name: 'No' }))).toMatchObject({
      message: 'feature_not_in_plan',
    });
    await begin(service, { user: former.id, character: slug });
    await move(former.client, id, 'archived');
    expect(await refusalOf(move(former.client, id, 'draft'))).toMatchObject({
      message: 'feature_not_in_plan',
    });
  });
});

/** Refused by the field that does not fit, and nothing of the row is told. */
const unfit = (path: string | null) => ({
  code: 'PT400',
  message: 'invalid_request',
  details: JSON.stringify({ path }).replace(':', ': '),
});

describe('what is wrong', () => {
  it.each<[string, Record<string, never> | object, object]>([
    ['a field that there is not', { price: 1 }, { message: 'invalid_request' }],
    ['a state as a field', { status: 'published' }, { message: 'invalid_request' }],
    ['statistics as a field', { popularity: 1 }, { message: 'invalid_request' }],
    ['a name of nothing', { name: ' ' }, unfit('name')],
    ['no name', { name: null }, unfit('name')],
    ['a temperature of 2.1', { temperature: 2.1 }, unfit('temperature')],
    ['a temperature of words', { temperature: 'hot' }, unfit(null)],
    ['an avatar of another scheme', { avatar_url: 'javascript:alert(1)' }, unfit('avatar_url')],
    ['a trait that there is not', { traits: ['evil'] }, { message: 'invalid_request' }],
    ['a prompt of 20001 characters', { system_prompt: 'x'.repeat(20_001) }, unfit('system_prompt')],
    ['21 topics', { restricted_topics: Array(21).fill('x') }, unfit('restricted_topics')],
  ])('%s is refused and makes nothing', async (_, fields, refusal) => {
    const mine = await createAdmin();
    expect(await refusalOf(create(mine.client, fields as never))).toMatchObject(refusal);
    expect(await auditOf(mine)).toEqual([]);
  });

  it.each([
    ['answers without end', { max_output_tokens: 32_000 }],
    ['a context without end', { context_tokens: 1_000_000 }],
    ['a memory without end', { context_messages: 200 }],
  ])('%s are not to be had for a fixed price of the own', async (_, fields) => {
    const mine = await createMaker();
    expect(await refusalOf(create(mine.client, fields))).toMatchObject(unfit('own_limits'));
    expect(await create(admin.client, fields)).toMatchObject(fields);
  });

  it.each([null, [], 'text'])('%j for an object is refused', async (p_character) => {
    expect(await refusalOf(admin.call('create_character', { p_character }))).toMatchObject({
      message: 'invalid_request',
    });
  });

  it.each([
    ['501 facts', Array<string>(501).fill('x'), { message: 'invalid_request' }],
    ['no list of facts', null, { message: 'invalid_request' }],
    ['a fact of 1001 characters', ['x'.repeat(1001)], unfit('fact')],
    ['an empty fact', [' '], unfit('fact')],
  ])('%s are refused, and those that were there stay', async (_, p_facts, refusal) => {
    const { id } = await create(admin.client);
    await admin.call('set_character_facts', { p_id: id, p_facts: ['Old.'] });
    const call = admin.call('set_character_facts', { p_id: id, p_facts });
    expect(await refusalOf(call)).toMatchObject(refusal);
    const { data } = await admin.client.rpc('read_character', { p_id: id });
    expect(data).toMatchObject({ facts: ['Old.'] });
  });
});

describe('states', () => {
  const STATES = ['draft', 'published', 'archived'];
  const LEGAL = [
    'draft published',
    'draft archived',
    'published archived',
    'archived published',
    'archived draft',
  ];

  it.each(STATES.flatMap((from) => STATES.map((to) => [from, to] as const)))(
    '%s to %s, by an admin and by the service',
    async (from, to) => {
      for (const by of ['admin', 'service']) {
        const { id } = await sqlOne<{ id: string }>`
        insert into public.characters (slug, name, tagline, greeting, category, model, status)
        values (${`test-${crypto.randomUUID()}`}, 'Testa', 'Is tested.', 'Hello.', 'test', 'none',
          ${from}) returning id`;
        const moved =
          by === 'admin'
            ? move(admin.client, id, to)
            : serviceClient().from('characters').update({ status: to }).eq('id', id).throwOnError();
        if (from === to || LEGAL.includes(`${from} ${to}`)) {
          await moved;
          expect(await sqlOne`select status from public.characters where id = ${id}`).toEqual({
            status: to,
          });
        } else {
          expect(await refusalOf(Promise.resolve(moved))).toMatchObject({
            code: 'PT409',
            message: 'illegal_state_move',
          });
        }
      }
    },
  );

  it('that there are not are refused', async () => {
    const { id } = await create(admin.client);
    expect(await refusalOf(move(admin.client, id, 'gone'))).toMatchObject({ code: 'PT409' });
    expect(await refusalOf(move(maker.client, id, 'archived'))).toMatchObject(NOT_FOUND);
  });

  it('published twice at once is published once', async () => {
    const { id } = await create(admin.client);
    const [one, other] = await Promise.all([
      move(admin.client, id, 'published'),
      move(admin.client, id, 'published'),
    ]);
    expect(one.published_at).toBe(other.published_at);
  });

  it('published and changed at once: both hold', async () => {
    const { id } = await create(admin.client);
    await Promise.all([
      move(admin.client, id, 'published'),
      change(admin.client, id, { name: 'New' }),
    ]);
    expect(await sqlOne`select name, status from public.characters where id = ${id}`).toEqual({
      name: 'New',
      status: 'published',
    });
  });
});

/** Each verb of a character, as it would be called on this one. */
function verbsOn(p_id: string): [string, Record<string, unknown>][] {
  return [
    ['change_character', { p_id, p_changes: { name: 'Stolen' } }],
    ['move_character', { p_id, p_status: 'archived' }],
    ['set_character_facts', { p_id, p_facts: ['Stolen.'] }],
    ['read_character', { p_id }],
  ];
}
