// chat-stop: a person wants no more of an answer, at any moment and from any device.
import { beforeAll, describe, expect, it } from 'vitest';
import { createCharacter, post, readAnswer } from '../support/chat.ts';
import { openGate } from '../support/open-gate.ts';
import { anonymousClient, createPerson, creditsOf, type Person } from '../support/person.ts';
import { sqlOne } from '../support/sql.ts';
import { turnThatStreams } from '../support/turn-that-streams.ts';

const PRICE = 10;
let character: { slug: string };

beforeAll(async () => {
  character = await createCharacter({ price: PRICE, maxOutputTokens: 100 });
});

const stop = ({ client }: Pick<Person, 'client'>, p_turn_id: string) =>
  client.rpc('stop_turn', { p_turn_id });

it('an answer that is stopped ends properly where it is, for its part of the price', async () => {
  const person = await createPerson({ credits: PRICE });
  const text = `Tell me all [[tokens=90]] [[gate=${crypto.randomUUID()} after=20]]`;
  const response = await post(person, { text, character: character.slug });
  const turn = await turnThatStreams(person, { hasText: true });
  expect((await stop(person, turn.id)).data).toBe('streaming');

  const answer = await readAnswer(response);
  expect(answer.error).toBeUndefined();
  expect(answer.text).not.toBe('');
  expect(answer.chunks.map(({ type }) => type).slice(-3)).toEqual([
    'text-end',
    'finish-step',
    'finish',
  ]);
  const { state, charged_credits } = answer.metadata.receipt ?? {};
  expect(state).toBe('stopped');
  expect(charged_credits).toBeGreaterThan(0);
  expect(charged_credits).toBeLessThan(PRICE);
  expect(await creditsOf(person.id)).toEqual({
    available: PRICE - (charged_credits ?? 0),
    held: 0,
  });
  expect((await stop(person, turn.id)).data).toBe('stopped');
});

it('one that is stopped before its first word costs nothing', async () => {
  const person = await createPerson({ credits: PRICE });
  const text = `Wait [[gate=${crypto.randomUUID()} after=0]]`;
  const response = post(person, { text, character: character.slug });
  await stop(person, (await turnThatStreams(person)).id);
  const { status, error } = await readAnswer(await response);
  expect([status, error?.code]).toEqual([409, 'turn_stopped']);
  expect(await creditsOf(person.id)).toEqual({ available: PRICE, held: 0 });
});

it('stopped five times at once it is stopped once', async () => {
  const person = await createPerson({ credits: PRICE });
  const text = `Tell me all [[tokens=90]] [[gate=${crypto.randomUUID()} after=20]]`;
  const response = await post(person, { text, character: character.slug });
  const { id } = await turnThatStreams(person, { hasText: true });
  const stops = await Promise.all(Array.from({ length: 5 }, () => stop(person, id)));
  expect(stops.map(({ error }) => error)).toEqual([null, null, null, null, null]);
  expect((await readAnswer(response)).metadata.receipt?.state).toBe('stopped');
});

it('stopping an answer that has ended changes nothing', async () => {
  const person = await createPerson({ credits: PRICE });
  const answer = await readAnswer(await post(person, { text: 'Hi', character: character.slug }));
  expect((await stop(person, answer.metadata.turn_id)).data).toBe('complete');
  const { charged } = await sqlOne<{ charged: number }>`
    select charged_credits as charged from public.turns where id = ${answer.metadata.turn_id}`;
  expect(charged).toBe(PRICE);
});

describe('others', () => {
  it('neither a stranger nor a visitor stops an answer', async () => {
    const [person, stranger] = await Promise.all([createPerson(), createPerson()]);
    const gate = crypto.randomUUID();
    const text = `Tell me all [[tokens=30]] [[gate=${gate} after=20]]`;
    const response = await post(person, { text, character: character.slug });
    const { id } = await turnThatStreams(person, { hasText: true });
    expect((await stop(stranger, id)).error?.code).toBe('PT404');
    expect((await stop({ client: anonymousClient() }, id)).error?.code).toBe('42501');
    await openGate(gate);
    expect((await readAnswer(response)).metadata.receipt?.state).toBe('complete');
  });
});
