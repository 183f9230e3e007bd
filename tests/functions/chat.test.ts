// chat: the turn as people meet it, through the gateway, with real tokens.
import { SignJWT } from 'jose';
import { beforeAll, describe, expect, inject, it } from 'vitest';
import { createCharacter, post, readAnswer, send } from '../support/chat.ts';
import { createPerson, creditsOf, type Person, serviceClient } from '../support/person.ts';
import { sql, sqlOne } from '../support/sql.ts';

let ada: Person;
let character: { id: string; slug: string };

beforeAll(async () => {
  [ada, character] = await Promise.all([createPerson(), createCharacter({ price: 2 })]);
});

describe('a turn', () => {
  it('streams the answer, charges its price and stores both messages', async () => {
    const person = await createPerson({ credits: 10 });
    const answer = await send(person, { text: 'What is a turn?', character: character.slug });

    expect(answer.status).toBe(200);
    expect(answer.error).toBeUndefined();
    expect(answer.chunks.filter(({ type }) => type === 'text-delta').length).toBeGreaterThan(3);
    expect(answer.chunks.at(-1)?.type).toBe('finish');
    expect(answer.metadata.receipt).toMatchObject({
      state: 'complete',
      held_credits: 2,
      charged_credits: 2,
      refunded_credits: 0,
      available_credits: 8,
      finish_reason: 'stop',
    });
    expect(await creditsOf(person.id)).toEqual({ available: 8, held: 0 });

    const { data: messages } = await person.client
      .from('messages')
      .select('role, content, state')
      .eq('conversation_id', answer.metadata.conversation_id)
      .order('ordinal');
    expect(messages).toEqual([
      { role: 'user', content: 'What is a turn?', state: 'complete' },
      { role: 'assistant', content: answer.text, state: 'complete' },
    ]);
  });

  it('gives the model the prompt and the conversation so far, oldest first', async () => {
    const chat = crypto.randomUUID();
    const first = await send(ada, { chat, text: 'My name is Ada.', character: character.slug });
    const second = await send(ada, { chat, text: 'Who am I? [[echo_context]]' });

    expect(second.metadata.conversation_id).toBe(first.metadata.conversation_id);
    expect(JSON.parse(second.text)).toEqual([
      { role: 'system', content: 'You are Testa, who is tested.' },
      { role: 'user', content: 'My name is Ada.' },
      { role: 'assistant', content: first.text },
      { role: 'user', content: 'Who am I? [[echo_context]]' },
    ]);
  });

  it('goes on in a conversation named by its own id', async () => {
    const first = await send(ada, { text: 'Hello', character: character.slug });
    const second = await send(ada, { chat: first.metadata.conversation_id, text: 'Again' });
    expect(second.metadata.conversation_id).toBe(first.metadata.conversation_id);
  });

  it('costs nothing with a free character', async () => {
    const free = await createCharacter({ price: 0 });
    const person = await createPerson({ credits: 0 });
    const answer = await send(person, { text: 'Hello', character: free.slug });
    expect(answer.metadata.receipt).toMatchObject({ state: 'complete', charged_credits: 0 });
  });
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

describe('credits', () => {
  it('a person without enough is told what is there and what is needed', async () => {
    const person = await createPerson({ credits: 1 });
    const { status, error } = await send(person, { text: 'Hello', character: character.slug });
    expect(status).toBe(402);
    expect(error).toMatchObject({
      code: 'insufficient_credits',
      details: { available: 1, needed: 2 },
    });
    expect(await creditsOf(person.id)).toEqual({ available: 1, held: 0 });
    expect(await sql`select from public.conversations where user_id = ${person.id}`).toEqual([]);
  });

  it('64 parallel turns on a wallet that can pay 10 start exactly 10', async () => {
    const person = await createPerson({ credits: 20 });
    const answers = await Promise.all(
      Array.from({ length: 64 }, (_, index) =>
        send(person, { text: `Turn ${index}`, character: character.slug }),
      ),
    );
    const codes = answers.map(({ status, error }) => error?.code ?? status);
    expect(codes.filter((code) => code === 200)).toHaveLength(10);
    expect(codes.filter((code) => code === 'insufficient_credits')).toHaveLength(54);
    expect(await creditsOf(person.id)).toEqual({ available: 0, held: 0 });
  });
});

describe('the same message again', () => {
  it('five times at once: one turn, one charge, five equal answers', async () => {
    const person = await createPerson({ credits: 10 });
    const message = {
      id: crypto.randomUUID(),
      chat: crypto.randomUUID(),
      text: 'Once, please. [[tokens=60 tokens_per_second=200]]',
      character: character.slug,
    };
    const answers = await Promise.all(Array.from({ length: 5 }, () => send(person, message)));

    expect(new Set(answers.map(({ text }) => text)).size).toBe(1);
    expect(answers[0]?.text).not.toBe('');
    expect(new Set(answers.map(({ metadata }) => metadata.turn_id)).size).toBe(1);
    expect(answers.map(({ metadata }) => metadata.receipt?.charged_credits)).toEqual(
      Array(5).fill(2),
    );
    expect(await creditsOf(person.id)).toEqual({ available: 8, held: 0 });
    const { count } = await sqlOne<{ count: number }>`
      select count(*) from public.messages where conversation_id in (
        select id from public.conversations where user_id = ${person.id})`;
    expect(count).toBe(2);
  });

  it('later: the stored answer and the same receipt, without another charge', async () => {
    const person = await createPerson({ credits: 10 });
    const message = { id: 'm1', chat: 'c1', text: 'Hello', character: character.slug };
    const first = await send(person, message);
    const again = await send(person, message);
    expect(again.text).toBe(first.text);
    expect(again.metadata.receipt).toEqual(first.metadata.receipt);
    expect(await creditsOf(person.id)).toEqual({ available: 8, held: 0 });
  });

  it('with another text: a conflict, and the first turn stays', async () => {
    const person = await createPerson({ credits: 10 });
    const message = { id: 'm1', chat: 'c1', text: 'Hello', character: character.slug };
    await send(person, message);
    const { status, error } = await send(person, { ...message, text: 'Goodbye' });
    expect([status, error?.code]).toEqual([409, 'idempotency_conflict']);
    expect(await creditsOf(person.id)).toEqual({ available: 8, held: 0 });
  });

  it('from another person: a turn of their own', async () => {
    const message = { id: 'shared-id', chat: 'shared-chat', text: 'Hi', character: character.slug };
    const [one, two] = await Promise.all([createPerson(), createPerson()]);
    const [first, second] = await Promise.all([send(one, message), send(two, message)]);
    expect(first.metadata.turn_id).not.toBe(second.metadata.turn_id);
    expect(first.metadata.conversation_id).not.toBe(second.metadata.conversation_id);
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
    ['a last message of the assistant', last({ role: 'assistant' })],
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

  it('a body of more than a megabyte is refused', async () => {
    const { status, error } = await send(ada, { text: 'x'.repeat(1024 * 1024 + 1) });
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
