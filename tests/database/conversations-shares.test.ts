// conversations-shares: a link shows a conversation as it was, to anybody, until it is revoked.
import { createHash } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { createCharacter } from '../support/chat.ts';
import { converse, say, suspend } from '../support/conversation.ts';
import { anonymousClient, createPerson, type Person, serviceClient } from '../support/person.ts';
import { connect, sql, sqlOne } from '../support/sql.ts';
import { begin, end, expireTurn, overDataApi, sweep } from '../support/turn.ts';

let owner: Person;
let stranger: Person;
let character: { id: string; slug: string };

beforeAll(async () => {
  character = await createCharacter();
  [owner, stranger] = await Promise.all([createPerson(), createPerson()]);
});

async function share({ client }: Person, p_id: string): Promise<string> {
  const { data, error } = await client.rpc('share_conversation', { p_id });
  if (error) throw error;
  return data;
}

interface Shared {
  title: string | null;
  character: { slug: string; name: string; tagline: string };
  shared_at: string;
  messages: { role: string; content: string; created_at: string }[];
}

async function visit(p_token: string, client = anonymousClient()): Promise<Shared> {
  const { data, error } = await client.rpc('read_shared', { p_token });
  if (error) throw error;
  return data as unknown as Shared;
}

const saidIn = async (token: string) => (await visit(token)).messages.map(({ content }) => content);

const notFound = { code: 'PT404', message: 'share_not_found', details: null };

async function expectNothing(p_token: string): Promise<void> {
  const { error } = await anonymousClient().rpc('read_shared', { p_token });
  expect(error).toMatchObject(notFound);
}

describe('a link', () => {
  it('shows anybody title, character and messages, and nobody who it was', async () => {
    const { id } = await converse(owner, character.slug, ['Hello', 'Hi!'], 'Greetings');
    const token = await share(owner, id);
    expect(token).toMatch(/^[\w-]{43}$/);
    for (const client of [anonymousClient(), stranger.client, owner.client]) {
      const shared = await visit(token, client);
      expect(shared).toEqual({
        title: 'Greetings',
        character: { slug: character.slug, name: 'Testa', tagline: 'Is tested.' },
        shared_at: expect.any(String),
        messages: [
          { role: 'user', content: 'Hello', attachments: [], created_at: expect.any(String) },
          { role: 'assistant', content: 'Hi!', attachments: [], created_at: expect.any(String) },
        ],
      });
      for (const secret of [owner.id, owner.email, id])
        expect(JSON.stringify(shared)).not.toContain(secret);
    }
  });

  it('is kept as its hash only', async () => {
    const { id } = await converse(owner, character.slug);
    const token = await share(owner, id);
    const { data } = await owner.client
      .from('conversation_shares')
      .select()
      .eq('conversation_id', id);
    expect(data).toMatchObject([
      { token_hash: createHash('sha256').update(token).digest('hex'), revoked_at: null },
    ]);
    expect(JSON.stringify(data)).not.toContain(token);
    expect((await stranger.client.from('conversation_shares').select()).data).toEqual([]);
    expect((await anonymousClient().from('conversation_shares').select()).error?.code).toBe(
      '42501',
    );
  });

  it('shows nothing of what is said later; a second link does', async () => {
    const { id } = await converse(owner, character.slug, ['Now']);
    const first = await share(owner, id);
    await say(id, ['Later']);
    const second = await share(owner, id);
    expect(await saidIn(first)).toEqual(['Now']);
    expect(await saidIn(second)).toEqual(['Now', 'Later']);
  });

  it('shows nothing of an answer that was still streaming, or was tried again later', async () => {
    const call = overDataApi(serviceClient());
    const asked = { user: owner.id, character: character.slug, chat: crypto.randomUUID() };
    const failing = { ...asked, message: crypto.randomUUID(), text: 'First' };
    await end(call, await begin(call, failing), { text: '', state: 'failed' });
    const turn = await begin(call, { ...asked, text: 'Second' });
    const token = await share(owner, turn.conversation_id);
    await end(call, turn, { text: 'An answer' });
    await end(call, await begin(call, failing), { text: 'Another answer' });
    expect(await saidIn(token)).toEqual(['First', 'Second']);
    expect(await saidIn(await share(owner, turn.conversation_id))).toHaveLength(4);
  });

  it('keeps an interrupted answer that was completed later to itself', async () => {
    const call = overDataApi(serviceClient());
    const turn = await begin(call, { user: owner.id, character: character.slug, text: 'Why?' });
    await call('checkpoint_turn', { p_turn_id: turn.turn_id, p_attempt: 1, p_text: 'Because' });
    const db = await connect();
    await expireTurn(db, turn.turn_id);
    await sweep(db);
    db.release();
    const token = await share(owner, turn.conversation_id);
    await end(call, turn, { text: 'Because of what is private.' });
    expect(await saidIn(token)).toEqual(['Why?']);
  });

  it('keeps the title that it had, whatever the conversation is called later', async () => {
    const { id } = await converse(owner, character.slug, ['Hello'], 'Weather');
    const token = await share(owner, id);
    await owner.client.from('conversations').update({ title: 'My divorce' }).eq('id', id);
    expect((await visit(token)).title).toBe('Weather');
  });

  it('shows the last thousand messages of a long conversation', async () => {
    const { id } = await converse(
      owner,
      character.slug,
      Array.from({ length: 1003 }, (_, nr) => `${nr}`),
    );
    const messages = await saidIn(await share(owner, id));
    expect([messages.length, messages[0], messages.at(-1)]).toEqual([1000, '3', '1002']);
  });
});

describe('a link leads nowhere', () => {
  it.each(['', 'unknown', `${'A'.repeat(42)}=`, 'x'.repeat(5000)])(
    'when there is no such token: %s',
    async (token) => expectNothing(token),
  );

  it('when it was revoked, with all others to the conversation', async () => {
    const { id } = await converse(owner, character.slug, ['Hello']);
    const other = await share(owner, (await converse(owner, character.slug, ['Kept'])).id);
    const tokens = [await share(owner, id), await share(owner, id)];
    const revoke = () => owner.client.rpc('revoke_share', { p_id: id });
    const revoked = await Promise.all([revoke(), revoke()]);
    expect(revoked.map(({ data }) => Number(data)).sort()).toEqual([0, 2]);
    for (const token of tokens) await expectNothing(token);
    expect(await saidIn(other)).toEqual(['Kept']);
  });

  it('when the conversation was deleted, and not again when it is restored', async () => {
    const { id } = await converse(owner, character.slug, ['Hello']);
    const token = await share(owner, id);
    await owner.client.rpc('delete_conversation', { p_id: id });
    await expectNothing(token);
    expect((await owner.client.rpc('share_conversation', { p_id: id })).error).toMatchObject({
      message: 'conversation_not_found',
    });
    await owner.client.rpc('restore_conversation', { p_id: id });
    await expectNothing(token);
  });

  it('while its owner is suspended', async () => {
    const person = await createPerson();
    const token = await share(person, (await converse(person, character.slug, ['Hello'])).id);
    await suspend(person);
    await expectNothing(token);
    await sql`update public.profiles set status = 'active' where id = ${person.id}`;
    expect(await saidIn(token)).toEqual(['Hello']);
  });

  it('when the account is deleted', async () => {
    const person = await createPerson();
    const token = await share(person, (await converse(person, character.slug, ['Hello'])).id);
    await sqlOne`delete from auth.users where id = ${person.id} returning id`;
    await expectNothing(token);
  });
});
