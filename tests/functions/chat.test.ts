// chat: the turn as people meet it, through the gateway, with real tokens.
import { beforeAll, describe, expect, it } from 'vitest';
import { createCharacter, send } from '../support/chat.ts';
import { createPerson, creditsOf, type Person } from '../support/person.ts';
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
