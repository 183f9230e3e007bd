// chat-refusals: what the chat function does not do, and how it says so.
import { SignJWT } from 'jose';
import { beforeAll, describe, expect, inject, it } from 'vitest';
import { createCharacter, post, readAnswer, send } from '../support/chat.ts';
import { createPerson, type Person, serviceClient } from '../support/person.ts';
import { sql } from '../support/sql.ts';

let ada: Person;
let character: { id: string; slug: string };

beforeAll(async () => {
  [ada, character] = await Promise.all([createPerson(), createCharacter({ price: 2 })]);
});

describe('who may not', () => {
  it('an anonymous caller is asked to sign in', async () => {
    const { status, error } = await send(undefined, { text: 'Hello', character: character.slug });
    expect(status).toBe(401);
    expect(error?.code).toBe('unauthenticated');
  });

  it.each([
    ['a key instead of a person', async () => inject('stack').anonKey],
    ['the service key', async () => inject('stack').serviceRoleKey],
    ['a publishable key', async () => inject('stack').publishableKey],
    ['something that is no token', async () => 'nonsense'],
    [
      'a token of another secret',
      () => forge({ secret: 'another-secret-of-more-than-32-letters' }),
    ],
    ['an expired token', () => forge({ expires: 1 })],
    ['a token of a person that never was', () => forge({ subject: crypto.randomUUID() })],
    ['an unsigned token', async () => unsigned()],
  ])('%s is refused', async (_, token) => {
    const caller = { ...ada, token: await token() };
    const { status, error } = await send(caller, { text: 'Hello', character: character.slug });
    expect([status, error?.code]).toEqual([401, 'unauthenticated']);
  });

  it.each(['suspended', 'deactivated'])('a %s person is refused', async (state) => {
    const person = await createPerson();
    await sql`update public.profiles set status = ${state} where id = ${person.id}`;
    const { status, error } = await send(person, { text: 'Hello', character: character.slug });
    expect([status, error?.code]).toEqual([403, `account_${state}`]);
  });

  it('a banned person is refused while their token still lives', async () => {
    const person = await createPerson();
    await serviceClient().auth.admin.updateUserById(person.id, { ban_duration: '24h' });
    const { status, error } = await send(person, { text: 'Hello', character: character.slug });
    expect([status, error?.code]).toEqual([403, 'account_suspended']);
  });

  it('a person who is deleted softly is refused too', async () => {
    const person = await createPerson();
    await serviceClient().auth.admin.deleteUser(person.id, true);
    const { status, error } = await send(person, { text: 'Hello', character: character.slug });
    expect([status, error?.code]).toEqual([401, 'unauthenticated']);
  });

  it('a deleted person is refused while their token still lives', async () => {
    const person = await createPerson();
    await serviceClient().auth.admin.deleteUser(person.id);
    const { status, error } = await send(person, { text: 'Hello', character: character.slug });
    expect([status, error?.code]).toEqual([401, 'unauthenticated']);
  });

  it('a premium character asks for premium, and takes premium members', async () => {
    const premium = await createCharacter({ isPremium: true });
    const refused = await send(ada, { text: 'Hello', character: premium.slug });
    expect([refused.status, refused.error?.code]).toEqual([403, 'premium_required']);
    const member = await createPerson({ isPremium: true });
    expect((await send(member, { text: 'Hello', character: premium.id })).error).toBeUndefined();
  });

  it('a stranger cannot write in the conversation', async () => {
    const first = await send(ada, { text: 'Mine', character: character.slug });
    const stranger = await createPerson();
    const chat = first.metadata.conversation_id;
    const { status, error } = await send(stranger, { chat, text: 'Mine too?' });
    expect([status, error?.code]).toEqual([404, 'conversation_not_found']);
  });
});

describe('what is missing', () => {
  it.each([
    ['an unknown slug', async () => 'nobody'],
    ['an unknown id', async () => crypto.randomUUID()],
    ['a draft', async () => (await createCharacter({ status: 'draft' })).slug],
    ['an archived character', async () => (await createCharacter({ status: 'archived' })).slug],
  ])('%s is no character', async (_, character) => {
    const { status, error } = await send(ada, { text: 'Hello', character: await character() });
    expect([status, error?.code]).toEqual([404, 'character_not_found']);
  });

  it('a new conversation needs a character', async () => {
    const { status, error } = await send(ada, { text: 'Hello' });
    expect([status, error?.code]).toEqual([404, 'conversation_not_found']);
  });

  it('a conversation keeps its character', async () => {
    const chat = crypto.randomUUID();
    await send(ada, { chat, text: 'Hello', character: character.slug });
    const other = await createCharacter();
    const { status, error } = await send(ada, { chat, text: 'Hello', character: other.slug });
    expect([status, error?.code]).toEqual([409, 'character_mismatch']);
  });
});

describe('what is no message', () => {
  const valid = {
    id: 'chat',
    messages: [{ id: 'm', role: 'user', parts: [{ type: 'text', text: 'Hello' }] }],
  };
  const last = (change: object) => ({ ...valid, messages: [{ ...valid.messages[0], ...change }] });

  it.each<[string, unknown]>([
    ['no body', undefined],
    ['an array', []],
    ['no messages', { ...valid, messages: [] }],
    ['no chat id', { ...valid, id: undefined }],
    ['a chat id of 65 characters', { ...valid, id: 'x'.repeat(65) }],
    ['a last message of a system', last({ role: 'system' })],
    ['an unknown trigger', { ...valid, trigger: 'burn' }],
    ['a message without an id', last({ id: '' })],
    ['a blank text', last({ parts: [{ type: 'text', text: ' \n' }] })],
    ['a text of 5001 characters', last({ parts: [{ type: 'text', text: 'x'.repeat(5001) }] })],
    ['a NUL character', last({ parts: [{ type: 'text', text: 'a\u0000b' }] })],
    ['half a surrogate pair', last({ parts: [{ type: 'text', text: 'a\ud800b' }] })],
    ['a file part', last({ parts: [{ type: 'file', url: 'data:,', mediaType: 'text/plain' }] })],
  ])('%s is refused with what is wrong', async (_, body) => {
    const response = await fetch(`${inject('stack').apiUrl}/functions/v1/chat`, {
      method: 'POST',
      headers: { authorization: `Bearer ${ada.token}`, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const { status, error } = await readAnswer(response);
    expect([status, error?.code]).toEqual([400, 'invalid_request']);
    expect(error?.request_id).toMatch(/^[\w-]{8,}$/);
  });

  it('5000 characters beyond the basic plane are taken', async () => {
    const answer = await send(ada, { text: '🙂'.repeat(5000), character: character.slug });
    expect(answer.error).toBeUndefined();
  });

  it('a body of more than eight megabytes is refused', async () => {
    const { status, error } = await send(ada, { text: 'x'.repeat(8 * 1024 * 1024) });
    expect([status, error?.code]).toEqual([413, 'payload_too_large']);
  });
});

describe('the address', () => {
  it('answers a browser that asks first', async () => {
    const response = await fetch(`${inject('stack').apiUrl}/functions/v1/chat`, {
      method: 'OPTIONS',
      headers: {
        origin: 'https://app.example',
        'access-control-request-method': 'POST',
        'access-control-request-headers': 'authorization,content-type',
      },
    });
    expect(response.status).toBe(204);
    expect(response.headers.get('access-control-allow-origin')).toBe('*');
    expect(response.headers.get('access-control-allow-headers')).toContain('authorization');
  });

  it.each([
    ['GET', '', 405, 'method_not_allowed'],
    ['POST', '/nothing', 404, 'not_found'],
  ])('%s %s is answered with %i', async (method, path, status, code) => {
    const response = await fetch(`${inject('stack').apiUrl}/functions/v1/chat${path}`, { method });
    const answer = await readAnswer(response);
    expect([answer.status, answer.error?.code]).toEqual([status, code]);
  });

  it('allows any origin to read errors', async () => {
    const response = await post(undefined, { text: 'Hello' });
    expect(response.headers.get('access-control-allow-origin')).toBe('*');
    await response.body?.cancel();
  });
});

/** A token with the right claims but for what is asked. */
async function forge(options: { secret?: string; expires?: number; subject?: string }) {
  const { secret = inject('stack').jwtSecret, expires, subject = ada.id } = options;
  return new SignJWT({ role: 'authenticated', sub: subject, aud: 'authenticated' })
    .setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
    .setIssuedAt(expires ? 0 : undefined)
    .setExpirationTime(expires ?? '1h')
    .sign(new TextEncoder().encode(secret));
}

function unsigned(): string {
  const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const claims = { role: 'authenticated', sub: ada.id, exp: 9_999_999_999 };
  return `${encode({ alg: 'none', typ: 'JWT' })}.${encode(claims)}.`;
}
