// attachments-shared: pictures and sound in a conversation of several people, and who gets their
// files.
import { beforeAll, expect, it } from 'vitest';
import { spokenWav } from '../../local/upstreams/openai/spoken-wav.ts';
import { offerAction } from '../support/action.ts';
import { createAdmin } from '../support/admin.ts';
import { createCharacter } from '../support/chat.ts';
import { join } from '../support/circle.ts';
import { callMedia, keep, picture } from '../support/media.ts';
import { forbidWord } from '../support/moderation.ts';
import { createPerson, type Person } from '../support/person.ts';
import { connect } from '../support/sql.ts';
import { errorOf, openChat, textOf } from '../support/use-chat.ts';

let owner: Person;
let member: Person;
let reader: Person;
let stranger: Person;
let conversation: string;
/** What the owner sent, and its folder. */
let sent: { id: string; folder: string };

beforeAll(async () => {
  [owner, member, reader, stranger] = (await Promise.all(
    Array.from({ length: 4 }, () => createPerson({ credits: 10 })),
  )) as [Person, Person, Person, Person];
  const { slug } = await createCharacter({ price: 1 });
  sent = await keep(owner, await picture(500, 500).jpeg().toBuffer());
  const chat = openChat(owner, slug);
  await chat.sendMessage({
    text: '',
    files: [{ type: 'file', mediaType: 'image/jpeg', url: `asset:${sent.id}` }],
  });
  conversation = chat.messages[1]?.metadata?.conversation_id as string;
  await join(owner, conversation, member);
  await join(owner, conversation, reader, 'reader');
}, 60_000);

/** A chat of somebody who knows the conversation by its id. */
async function chatOf(person: Person, text: string, asset?: string) {
  const chat = openChat(person, undefined, conversation);
  const files = asset
    ? [{ type: 'file' as const, mediaType: 'image/jpeg', url: `asset:${asset}` }]
    : [];
  await chat.sendMessage({ text, files });
  return chat;
}

async function opens(person: Person): Promise<boolean> {
  const { urls } = await callMedia(person, '/sign', { ids: [sent.id], variant: 'small' });
  const url = urls[sent.id];
  const direct = await person.client.storage.from('media').download(`${sent.folder}/small.webp`);
  const listed = await person.client.from('message_attachments').select().eq('asset_id', sent.id);
  expect(listed.data?.length === 1).toBe(url !== undefined);
  // Whoever could sign it at Storage would have it for ever.
  expect(direct.error === null).toBe(person === owner);
  return url !== undefined && (await fetch(url)).ok;
}

it('those who take part open what was sent, a stranger by no way', async () => {
  expect(await Promise.all([owner, member, reader, stranger].map(opens))).toEqual([
    ...[true, true, true, false],
  ]);
});

it('a member sends own pictures, which all see, and nobody those of another', async () => {
  const own = await keep(member, await picture(500, 250).jpeg().toBuffer());
  const chat = await chatOf(member, 'And mine?', own.id);
  expect(chat.error).toBeUndefined();
  expect(textOf(chat.messages[1])).toContain('I see 2: 400 × 400, 400 × 200.');
  const { urls } = await callMedia(owner, '/sign', { ids: [own.id] });
  expect(Object.keys(urls)).toEqual([own.id]);

  expect(errorOf(await chatOf(owner, 'Mine, too', own.id))?.code).toBe('media_not_found');
});

it('what was sent can be read, and not deleted, by others', async () => {
  const { deleted } = await callMedia(member, '/delete', { ids: [sent.id] });
  expect(deleted).toEqual([]);
  expect(await opens(reader)).toBe(true);
});

it('a voice message is heard by all; one whose words are blocked by its sender alone', async () => {
  const db = await connect();
  await offerAction(db, 'transcription', { credits: 1, per: 60 }).finally(() => db.release());
  const word = await forbidWord(await createAdmin(), 'block', 'input');
  const say = async (text: string) => {
    const { id } = await keep(member, spokenWav(text));
    expect((await callMedia(member, '/transcribe', { asset_id: id })).status).toBe(200);
    return { id, chat: await chatOf(member, '', id) };
  };
  const hears = (id: string) =>
    Promise.all(
      [member, owner, reader, stranger].map(async (person) => {
        const { urls } = await callMedia(person, '/sign', { ids: [id] });
        return id in urls;
      }),
    );
  const fine = await say('Good morning');
  expect(fine.chat.error).toBeUndefined();
  expect(await hears(fine.id)).toEqual([true, true, true, false]);

  const blocked = await say(`I say ${word}`);
  expect(errorOf(blocked.chat)?.code).toBe('message_blocked');
  expect(await hears(blocked.id)).toEqual([true, false, false, false]);
});

it('who leaves or is removed opens it no more', async () => {
  await reader.client.rpc('leave_conversation', { p_id: conversation }).throwOnError();
  const removal = { p_conversation_id: conversation, p_user_id: member.id };
  await owner.client.rpc('remove_participant', removal).throwOnError();
  expect(await Promise.all([owner, member, reader].map(opens))).toEqual([true, false, false]);
});
