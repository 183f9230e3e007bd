// chat-hostile: what a caller who means harm, or an operator with bad timing, does not achieve.
import { beforeAll, describe, expect, inject, it } from 'vitest';
import { createCharacter, post, readAnswer, send } from '../support/chat.ts';
import { openGate } from '../support/open-gate.ts';
import { createPerson, creditsOf, serviceClient } from '../support/person.ts';
import { sql, sqlOne } from '../support/sql.ts';

const PRICE = 10;
let character: { id: string; slug: string };

beforeAll(async () => {
  character = await createCharacter({ price: PRICE });
});

describe('a turn whose ground is taken away in mid-answer', () => {
  it('the account is deleted: an error event, and the hold is given back', async () => {
    const person = await createPerson();
    const { response, finish } = await openAnswer(person);
    expect((await serviceClient().auth.admin.deleteUser(person.id)).error).toBeNull();
    await finish();
    expect((await readAnswer(response)).error?.code).toBe('turn_not_found');
    await expireHolds(person.id);
    expect(await creditsOf(person.id)).toEqual({ available: 100, held: 0 });
  });

  it('the character is archived and repriced: the turn costs what was held', async () => {
    const own = await createCharacter({ price: PRICE });
    const person = await createPerson();
    const { response, finish } = await openAnswer(person, own.slug);
    await sql`update public.characters set status = 'archived', credit_price = 99, model = 'other'
      where id = ${own.id}`;
    await finish();
    const { metadata } = await readAnswer(response);
    expect(metadata.receipt).toMatchObject({ state: 'complete', charged_credits: PRICE });
  });
});

describe('ids', () => {
  it('the same message id in another chat is a conflict, and opens no conversation', async () => {
    const person = await createPerson();
    await send(person, { id: 'm', chat: 'one', text: 'Hello', character: character.slug });
    const again = await send(person, {
      id: 'm',
      chat: 'two',
      text: 'Hello',
      character: character.slug,
    });
    expect([again.status, again.error?.code]).toEqual([409, 'idempotency_conflict']);
    const { count } = await sqlOne`
      select count(*) from public.conversations where user_id = ${person.id}`;
    expect(count).toBe(1);
  });

  it("a stranger's conversation id as chat id opens one's own, and the other stays", async () => {
    const [owner, stranger] = await Promise.all([createPerson(), createPerson()]);
    const first = await send(owner, { text: 'Mine', character: character.slug });
    const chat = first.metadata.conversation_id;
    const other = await send(stranger, { chat, text: 'Yours?', character: character.slug });
    expect(other.metadata.conversation_id).not.toBe(chat);
    const { count } = await sqlOne`
      select count(*) from public.messages where conversation_id = ${chat}`;
    expect(count).toBe(2);
  });

  it.each(['\u202e', '\n', ' ', '😀'.repeat(32), "'; drop table x;--", '../..', '%00'])(
    'an id of odd characters (%j) is an id',
    async (id) => {
      const person = await createPerson();
      const message = { id, chat: id, text: 'Hello', character: character.slug };
      const first = await send(person, message);
      expect(first.metadata.receipt).toMatchObject({ state: 'complete' });
      expect((await send(person, message)).metadata.receipt).toEqual(first.metadata.receipt);
    },
  );
});

it('thirty turns at once in one conversation all end, and each is charged once', async () => {
  const person = await createPerson({ credits: 30 * PRICE });
  const answers = await Promise.all(
    Array.from({ length: 30 }, (_, index) =>
      send(person, { chat: 'one', text: `Turn ${index}`, character: character.slug }),
    ),
  );
  expect(new Set(answers.map(({ metadata }) => metadata.receipt?.state))).toEqual(
    new Set(['complete']),
  );
  expect(await creditsOf(person.id)).toEqual({ available: 0, held: 0 });
});

it('a body nested four hundred thousand deep is refused as any other that is wrong', async () => {
  const { token } = await createPerson();
  const response = await fetch(`${inject('stack').apiUrl}/functions/v1/chat`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: '['.repeat(400_000) + ']'.repeat(400_000),
  });
  expect([response.status, (await readAnswer(response)).error?.code]).toEqual([
    400,
    'invalid_request',
  ]);
});

/** An answer that has begun and waits for `finish`. */
async function openAnswer(person: { token: string }, slug = character.slug) {
  const gate = crypto.randomUUID();
  const text = `Tell me [[tokens=40]] [[gate=${gate} after=20]]`;
  const response = await post(person, { text, character: slug });
  return { response, finish: () => openGate(gate) };
}

async function expireHolds(ownerId: string): Promise<void> {
  await sql`update private.ledger_hold set expires_at = now() - interval '1 second'
    where owner_id = ${ownerId} and state = 'held'`;
  await sql`select private.sweep_holds()`;
}
