// chat-limits: what a plan limits, as a client of the chat function meets it: answers with
// x-ratelimit headers, refusals with retry-after, and room again when something is over.
import { beforeAll, describe, expect, it } from 'vitest';
import { createCharacter, post, readAnswer, send } from '../support/chat.ts';
import { limitPeople } from '../support/limited-plan.ts';
import { openGate } from '../support/open-gate.ts';
import { createPerson, creditsOf } from '../support/person.ts';
import { sqlOne } from '../support/sql.ts';

let character: string;
beforeAll(async () => {
  character = (await createCharacter({ price: 2 })).slug;
});

const say = { text: 'Hello' };

describe('a rolling limit', () => {
  it('tells in headers what is left, refuses what is too much, says when to return', async () => {
    const person = await createPerson();
    await limitPeople(
      [person],
      [{ meter: 'messages', allowance: 2, window: 'rolling', seconds: 60 }],
    );
    const headersOf = async () => {
      const response = await post(person, { ...say, character });
      const answer = await readAnswer(response);
      const limits = [...response.headers].filter(([name]) => /ratelimit|retry/.test(name));
      return { answer, headers: Object.fromEntries(limits) };
    };
    const [first, second, third] = [await headersOf(), await headersOf(), await headersOf()];
    expect(first.headers).toMatchObject({
      'x-ratelimit-limit-messages': '2',
      'x-ratelimit-remaining-messages': '1',
    });
    expect(second.headers).toMatchObject({ 'x-ratelimit-remaining-messages': '0' });
    expect(third.answer).toMatchObject({ status: 429, error: { code: 'rate_limited' } });
    expect(third.answer.error?.details).toMatchObject({
      meter: 'messages',
      scope: 'user',
      window_seconds: 60,
      allowance: 2,
    });
    const wait = Number(third.headers['retry-after']);
    expect(wait).toBeGreaterThan(0);
    expect(wait).toBeLessThanOrEqual(30);
    expect(third.answer.error?.details.retry_after).toBe(wait);
    expect(await creditsOf(person.id)).toEqual({ available: 96, held: 0 });
  });

  it('is of one address for all who share it, and only where the address is known', async () => {
    const people = [await createPerson(), await createPerson()];
    await limitPeople(people, [
      { meter: 'requests', allowance: 2, window: 'rolling', seconds: 900, scope: 'ip' },
    ]);
    const statuses = [];
    for (const nr of [0, 1, 0, 1])
      statuses.push((await send(people[nr], { ...say, character, ip: '203.0.113.7' })).status);
    expect(statuses).toEqual([200, 200, 429, 429]);
    expect((await send(people[0], { ...say, character, ip: '203.0.113.8' })).status).toBe(200);
  });
});

describe('a quota', () => {
  it('is not used by an answer that never came', async () => {
    const person = await createPerson();
    await limitPeople(
      [person],
      [{ meter: 'text_messages', allowance: 1, window: 'ever', scope: 'character' }],
    );
    const failed = await send(person, { text: '[[status=500]]', character });
    expect(failed.status).toBe(503);
    expect((await send(person, { ...say, character })).status).toBe(200);
    const refused = await send(person, { ...say, character });
    expect([refused.status, refused.error?.code]).toEqual([429, 'quota_exceeded']);
    expect(refused.error?.details).toMatchObject({ left: 0, retry_after: null, resets_at: null });
  });

  it('of tokens counts what the answer came to, not what it might have', async () => {
    const person = await createPerson();
    await limitPeople([person], [{ meter: 'tokens', allowance: 5000, window: 'day' }]);
    const { metadata } = await send(person, { ...say, character });
    const { input_tokens, output_tokens } = metadata.receipt ?? {};
    const { used } = await sqlOne<{ used: number }>`
      select used from private.allowance_count where user_id = ${person.id} and meter = 'tokens'`;
    expect(used).toBe((input_tokens ?? 0) + (output_tokens ?? 0));
  });
});

describe('answers at once', () => {
  it('are as many as the plan allows: of five at once two start, then there is room', async () => {
    const person = await createPerson();
    await limitPeople([person], [{ meter: 'streams', allowance: 2, window: 'at_once' }]);
    const gate = crypto.randomUUID();
    const message = { text: `Wait [[tokens=20]] [[gate=${gate} after=5]]`, character };
    const responses = await Promise.all(Array.from({ length: 5 }, () => post(person, message)));
    const statuses = responses.map(({ status }) => status).sort();
    expect(statuses).toEqual([200, 200, 429, 429, 429]);
    await openGate(gate);
    for (const response of responses) await readAnswer(response);
    expect((await send(person, { ...say, character })).status).toBe(200);
  });
});
