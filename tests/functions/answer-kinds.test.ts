// answer-kinds: answers with pictures of galleries and answers to be heard, in the AI SDK's chat.
import { beforeAll, expect, it } from 'vitest';
import { createCharacter } from '../support/chat.ts';
import { callMedia, keep, picture } from '../support/media.ts';
import { giveMembership, makePlan } from '../support/membership.ts';
import { createPerson, type Person } from '../support/person.ts';
import { connect, sql } from '../support/sql.ts';
import { errorOf, openChat } from '../support/use-chat.ts';

let character: { id: string; slug: string };
let premium: string;
let member: Person;
let visitor: Person;

beforeAll(async () => {
  const admin = await createPerson({ isAdmin: true });
  [member, visitor] = await Promise.all([createMember(), createPerson({ credits: 20 })]);
  character = await createCharacter({ price: 1 });
  await sql`update public.characters set gallery_every = 1 where id = ${character.id}`;
  const wish = { purpose: 'gallery', character_id: character.id };
  ({ id: premium } = await keep(admin, await picture().jpeg().toBuffer(), wish));
  const item = { p_id: premium, p_caption: 'At sea', p_tags: ['sailing'], p_is_premium: true };
  await admin.client.rpc('set_gallery_item', item).throwOnError();
}, 60_000);

/** Somebody whose plan has speech and opens premium galleries. */
async function createMember(): Promise<Person> {
  const person = await createPerson({ credits: 20 });
  const db = await connect();
  try {
    const plan = await makePlan(db, { features: ['premium_galleries', 'speech'], rank: 999 });
    await giveMembership(db, { user: person.id, plan });
  } finally {
    db.release();
  }
  return person;
}

it('a premium picture is offered to everybody, and opened by members only', async () => {
  for (const [person, isOpen] of [
    [member, true],
    [visitor, false],
  ] as const) {
    const chat = openChat(person, character.slug);
    await chat.sendMessage({ text: 'Do you like sailing?' });
    const { kind, attachments, conversation_id } = chat.messages[1]?.metadata ?? {};
    expect(kind).toBe('media');
    expect(attachments).toEqual([
      expect.objectContaining({
        asset_id: premium,
        caption: 'At sea',
        is_premium: true,
        blurhash: expect.stringMatching(/^.{28}$/),
      }),
    ]);
    const { urls } = await callMedia(person, '/sign', { ids: [premium] });
    expect(Object.keys(urls)).toEqual(isOpen ? [premium] : []);
    expect(JSON.stringify(attachments)).not.toContain(character.id);

    const { data } = await person.client
      .from('messages')
      .select('kind, message_attachments (caption, is_premium)')
      .eq('conversation_id', conversation_id as string)
      .eq('role', 'assistant')
      .throwOnError();
    expect(data).toEqual([
      { kind: 'media', message_attachments: [{ caption: 'At sea', is_premium: true }] },
    ]);
  }
});

it('an answer to be heard is one when the plan has speech, and is spoken once', async () => {
  const chat = openChat(member, character.slug);
  await chat.sendMessage({ text: 'Say hello' }, { body: { answer: 'audio' } });
  const answer = chat.messages[1];
  expect(answer?.metadata).toMatchObject({ kind: 'audio', attachments: [] });
  const { asset } = await callMedia(member, '/speak', { message_id: answer?.id });
  expect(asset).toMatchObject({ kind: 'audio', state: 'ready' });

  const refused = openChat(visitor, character.slug);
  await refused.sendMessage({ text: 'Say hello' }, { body: { answer: 'audio' } });
  expect(errorOf(refused)?.code).toBe('feature_not_in_plan');
  await refused.sendMessage({ text: 'Then write it' }, { body: { answer: 'song' } });
  expect(errorOf(refused)?.code).toBe('invalid_request');
});
