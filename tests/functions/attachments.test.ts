// attachments: pictures in messages, from the AI SDK's own chat to what the provider sees.
import { beforeAll, describe, expect, it } from 'vitest';
import { spokenWav } from '../../local/upstreams/openai/spoken-wav.ts';
import { createCharacter } from '../support/chat.ts';
import { callMedia, keep, picture } from '../support/media.ts';
import {
  anonymousClient,
  createPerson,
  creditsOf,
  type Person,
  serviceClient,
} from '../support/person.ts';
import { createServed, servedModels } from '../support/providers.ts';
import { sql } from '../support/sql.ts';
import { readJournal } from '../support/upstream-journal.ts';
import { errorOf, openChat, textOf } from '../support/use-chat.ts';

const seeing = servedModels.filter(({ provider }) =>
  ['openai', 'anthropic', 'google', 'volcengine'].includes(provider),
);
let person: Person;
/** Assets of theirs, by their form. */
let wide: string;
let tall: string;
let square: string;

beforeAll(async () => {
  person = await createPerson({ credits: 100 });
  [wide, tall, square] = [await photo(), await photo(400, 800), await photo(500, 500)];
}, 60_000);

async function photo(width = 640, height = 480): Promise<string> {
  const { id } = await keep(person, await picture(width, height).jpeg().toBuffer());
  return id;
}

const newAsset = () => `asset:${crypto.randomUUID()}`;
const part = (url: string) => ({ type: 'file' as const, mediaType: 'image/jpeg', url });

async function addressOf(id: string): Promise<string> {
  const { urls } = await callMedia(person, '/sign', { ids: [id], variant: 'large' });
  return urls[id] as string;
}

describe.each(seeing)('$provider', (served) => {
  it('sees pictures as bytes, small ones, and is given no address', async () => {
    const chat = openChat(person, await createServed(served, { price: 1 }));
    const text = `What is this? ${crypto.randomUUID()}`;
    await chat.sendMessage({
      text,
      files: [part(`asset:${wide}`), part(await addressOf(tall))],
    });
    expect(chat.error).toBeUndefined();
    expect(textOf(chat.messages[1])).toContain('I see 2: 400 × 300, 200 × 400.');

    const [asked] = await readJournal({ contains: text });
    expect(asked?.path).toBe(served.path);
    const body = JSON.stringify(asked?.body);
    expect(body).toContain('image/webp');
    for (const secret of [wide, tall, person.id, 'storage/v1', 'token=']) {
      expect(body).not.toContain(secret);
    }
  });

  it('sees a picture without words, and once more in the next turn', async () => {
    const chat = openChat(person, await createServed(served, { price: 1 }));
    await chat.sendMessage({ text: '', files: [part(`asset:${wide}`)] });
    expect(chat.error).toBeUndefined();
    expect(textOf(chat.messages[1])).toContain('I see 1: 400 × 300.');
    await chat.sendMessage({ text: 'What was it?' });
    expect(textOf(chat.messages[3])).toContain('I see 1: 400 × 300.');
  });
});

describe('what cannot be sent', () => {
  let character: string;
  let theirs: string;

  beforeAll(async () => {
    ({ slug: character } = await createCharacter({ price: 1 }));
    const stranger = await createPerson();
    theirs = (await keep(stranger, await picture().png().toBuffer())).id;
  });

  it.each([
    ['a file of another server', () => [part('https://example.com/cat.jpg')], 'invalid_request'],
    ['a file of this network', () => [part('http://127.0.0.1:54321/x')], 'invalid_request'],
    ['a file in the message itself', () => [part('data:image/png;base64,AAAA')], 'invalid_request'],
    ['no file at all', () => [part('asset:cat')], 'invalid_request'],
    ['six files', () => Array.from({ length: 6 }, () => part(newAsset())), 'invalid_request'],
    ['one file twice', () => [part(`asset:${wide}`), part(`asset:${wide}`)], 'invalid_request'],
    ['a file that is not there', () => [part(newAsset())], 'media_not_found'],
    ["somebody else's file", () => [part(`asset:${theirs}`)], 'media_not_found'],
    [
      "somebody else's file among one's own",
      () => [part(`asset:${wide}`), part(`asset:${theirs}`)],
      'media_not_found',
    ],
  ])('%s: refused, nothing is kept and nothing charged', async (_, files, code) => {
    const sender = await createPerson({ credits: 5 });
    const chat = openChat(code === 'media_not_found' ? person : sender, character);
    const text = `Look ${crypto.randomUUID()}`;
    await chat.sendMessage({ text, files: files() });
    expect(errorOf(chat)?.code).toBe(code);
    expect(await sql`select from public.messages where content = ${text}`).toEqual([]);
    expect(await readJournal({ contains: text })).toEqual([]);
    expect(await creditsOf(sender.id)).toEqual({ available: 5, held: 0 });
  });

  it('a picture that is still prepared, one that moderation refused, and a face', async () => {
    const id = await photo();
    const send = async () => {
      const chat = openChat(person, character);
      await chat.sendMessage({ text: 'Look', files: [part(`asset:${id}`)] });
      return errorOf(chat)?.code;
    };
    await sql`update public.media_assets set state = 'processing' where id = ${id}`;
    expect(await send()).toBe('media_not_ready');
    await sql`update public.media_assets set state = 'refused' where id = ${id}`;
    expect(await send()).toBe('media_blocked');
    await sql`
      update public.media_assets set state = 'ready', purpose = 'avatar' where id = ${id}`;
    expect(await send()).toBe('media_not_found');
  });

  it('a picture to a model that cannot see: a code of its own, and nothing charged', async () => {
    const blind = servedModels.find(({ provider }) => provider === 'groq');
    if (!blind) throw new Error('no blind model');
    const sender = await createPerson({ credits: 5 });
    const { id } = await keep(sender, await picture().png().toBuffer());
    const chat = openChat(sender, await createServed(blind, { price: 1 }));
    await chat.sendMessage({ text: 'Look', files: [part(`asset:${id}`)] });
    expect(errorOf(chat)).toMatchObject({
      code: 'model_cannot_see',
      details: { model: blind.model },
    });
    expect(await creditsOf(sender.id)).toEqual({ available: 5, held: 0 });
    await chat.sendMessage({ text: 'Without it, then.' });
    expect(textOf(chat.messages.at(-1))).not.toBe('');
  });
});

describe('a picture that was sent', () => {
  let character: string;

  beforeAll(async () => {
    ({ slug: character } = await createCharacter({ price: 1 }));
  });

  async function sent(text = 'Look', asset = wide) {
    const chat = openChat(person, character);
    await chat.sendMessage({ text, files: [part(`asset:${asset}`)] });
    expect(chat.error).toBeUndefined();
    const conversation = chat.messages[1]?.metadata?.conversation_id as string;
    return { chat, asset, conversation };
  }

  it('is in the history, for its person and nobody else', async () => {
    const { asset, conversation } = await sent();
    const read = async ({ client }: Person) =>
      (
        await client
          .from('messages')
          .select('role, kind, message_attachments (position, kind, asset_id, width, blurhash)')
          .eq('conversation_id', conversation)
          .order('ordinal')
          .throwOnError()
      ).data;
    expect(await read(person)).toEqual([
      {
        role: 'user',
        kind: 'media',
        message_attachments: [
          { position: 1, kind: 'image', asset_id: asset, width: 640, blurhash: expect.any(String) },
        ],
      },
      { role: 'assistant', kind: 'text', message_attachments: [] },
    ]);
    const stranger = await createPerson();
    expect(await read(stranger)).toEqual([]);
    const { data } = await stranger.client.from('message_attachments').select();
    expect(data).toEqual([]);
    expect((await callMedia(stranger, '/sign', { ids: [asset] })).urls).toEqual({});
    const url = await addressOf(asset);
    expect((await fetch(url)).headers.get('content-type')).toBe('image/webp');
  });

  it('belongs to its message: sent again the same turn, with another a conflict', async () => {
    const { chat, asset } = await sent();
    const [question, answer] = chat.messages;
    const again = openChat(person, character, chat.id);
    const message = { id: question?.id as string, role: 'user' as const };
    await again.sendMessage({
      ...message,
      parts: [part(`asset:${asset}`), { type: 'text', text: 'Look' }],
    });
    expect(again.messages[1]?.metadata?.turn_id).toBe(answer?.metadata?.turn_id);

    const other = openChat(person, character, chat.id);
    await other.sendMessage({
      ...message,
      parts: [part(`asset:${square}`), { type: 'text', text: 'Look' }],
    });
    expect(errorOf(other)?.code).toBe('idempotency_conflict');
  });

  it('is seen again when the answer is made anew, and another when the question is', async () => {
    const { chat } = await sent('Look');
    await chat.regenerate();
    expect(textOf(chat.messages[1])).toContain('I see 1: 400 × 300.');

    const messageId = chat.messages[0]?.id as string;
    const other = { text: 'Look', messageId, files: [part(`asset:${square}`)] };
    await chat.sendMessage(other);
    expect(chat.error).toBeUndefined();
    expect(textOf(chat.messages[1])).toContain('I see 1: 400 × 400.');
    const turn = chat.messages[1]?.metadata?.turn_id;
    await chat.sendMessage(other);
    expect(chat.messages[1]?.metadata?.turn_id).toBe(turn);
  });

  it('leaves a gap when its file is deleted, which the model is told', async () => {
    const { chat, asset } = await sent('Look [[say=Nice.]]', await photo());
    await callMedia(person, '/delete', { ids: [asset] });
    expect(
      await sql`
        select asset_id, blurhash, width from public.message_attachments
        where message_id = (select user_message_id from public.turns
          where id = ${chat.messages[1]?.metadata?.turn_id as string})`,
    ).toEqual([{ asset_id: null, blurhash: null, width: 640 }]);
    await chat.sendMessage({ text: 'And now? [[echo_context]]' });
    expect(textOf(chat.messages[3])).toContain('[A picture was sent here.]');
    expect(textOf(chat.messages[3])).not.toContain('image_url');
  });

  it('is in an export without an address, and in a shared link only as a kind', async () => {
    const { conversation, asset } = await sent('', wide);
    const exported = async (p_format: string) =>
      (await person.client.rpc('export_conversation', { p_id: conversation, p_format })).data;
    expect(await exported('json')).toMatchObject({
      messages: [
        {
          content: '',
          attachments: [{ kind: 'image', mime_type: 'image/jpeg', asset_id: asset }],
        },
        { attachments: [] },
      ],
    });
    expect(await exported('markdown')).toMatchObject({
      content: expect.stringContaining('[A picture was sent here.]'),
    });

    const shared = await person.client.rpc('share_conversation', { p_id: conversation });
    const { data } = await anonymousClient().rpc('read_shared', { p_token: shared.data as string });
    expect(data).toMatchObject({
      messages: [{ role: 'user', content: '', attachments: ['image'] }, { attachments: [] }],
    });
    for (const secret of [asset, person.id, 'storage'])
      expect(JSON.stringify(data)).not.toContain(secret);
  });

  it('is found by its words', async () => {
    const word = `walrus${crypto.randomUUID().slice(0, 8)}`;
    await sent(`A ${word}`, wide);
    const { data } = await person.client.rpc('search_messages', { p_query: word });
    expect(data).toMatchObject([{ kind: 'media', role: 'user' }]);
  });

  it('whose file cannot be read costs nothing, and is tried again', async () => {
    const sender = await createPerson({ credits: 1 });
    const asset = await keep(sender, await picture().jpeg().toBuffer());
    const path = `${asset.folder}/small.webp`;
    const files = serviceClient().storage.from(asset.bucket);
    await files.move(path, `${path}.away`);
    const chat = openChat(sender, character);
    await chat.sendMessage({ text: 'Look', files: [part(`asset:${asset.id}`)] });
    expect(errorOf(chat)?.code).toBe('storage_unavailable');
    expect(await creditsOf(sender.id)).toEqual({ available: 1, held: 0 });
    await files.move(`${path}.away`, path);
    await chat.regenerate();
    expect(textOf(chat.messages.at(-1))).toContain('I see 1:');
  });

  it('of sound: a voice message is answered by what is heard in it', async () => {
    const asset = await keep(person, spokenWav('Where is the walrus?'));
    const address = (await callMedia(person, '/sign', { ids: [asset.id] })).urls[asset.id];
    const chat = openChat(person, character);
    const message = { text: '', files: [{ ...part(address as string), mediaType: 'audio/wav' }] };
    await chat.sendMessage(message);
    expect(errorOf(chat)?.code).toBe('media_not_transcribed');
    await callMedia(person, '/transcribe', { asset_id: asset.id });
    await chat.sendMessage(message);
    expect(textOf(chat.messages.at(-1))).toContain('You said: “Where is the walrus?”');
  });
});
