// moderation: what becomes of messages and answers that a product does not want, as a client of the
// chat function meets it. Thresholds are those of the catalog miky.
import { beforeAll, describe, expect, inject, it } from 'vitest';
import { waitUntil } from '../../local/wait-until.ts';
import { type Admin, createAdmin } from '../support/admin.ts';
import { createCharacter, post, readAnswer, send } from '../support/chat.ts';
import { decisionsOf, forbidWord } from '../support/moderation.ts';
import { openGate } from '../support/open-gate.ts';
import { createPerson, creditsOf, type Person } from '../support/person.ts';
import { sql, sqlOne } from '../support/sql.ts';

const PRICE = 10;
let admin: Admin;
let character: string;

beforeAll(async () => {
  admin = await createAdmin();
  character = (await createCharacter({ price: PRICE, maxOutputTokens: 100 })).slug;
});

const untouched = { available: PRICE, held: 0 };

describe('a message that a pattern blocks', () => {
  it('is refused in kind words, costs nothing, reaches no provider and is recorded', async () => {
    const person = await createPerson({ credits: PRICE });
    const word = await forbidWord(admin, 'block', 'input');
    const answer = await send(person, { text: `Say ${word}!`, character });

    expect([answer.status, answer.error?.code]).toEqual([422, 'message_blocked']);
    expect(answer.error?.message).toMatch(/^Something here goes against our rules/);
    expect(answer.error?.details.receipt).toMatchObject({
      state: 'failed',
      charged_credits: 0,
      notices: [{ direction: 'input', action: 'block', category: 'test-word' }],
    });
    expect(await creditsOf(person.id)).toEqual(untouched);
    expect(await requestsWith(word)).toEqual([]);
    expect(await decisionsOf(person)).toMatchObject([
      { direction: 'input', action: 'block', source: 'pattern', excerpt: `Say ${word}!` },
    ]);
  });

  it('is refused again when sent again, and what follows does not carry it along', async () => {
    const person = await createPerson({ credits: PRICE });
    const word = await forbidWord(admin, 'block', 'input');
    const message = { chat: 'c', id: 'm', text: word, character };
    await send(person, message);
    const again = await send(person, message);
    expect([again.status, again.error?.code]).toEqual([422, 'message_blocked']);
    const next = await send(person, { chat: 'c', text: 'Hello [[echo_context]]', character });
    expect(next.error).toBeUndefined();
    expect(next.text).not.toContain(word);
  });
});

it('a pattern of the catalog warns of the number of a payment card, in its own words', async () => {
  const person = await createPerson({ credits: PRICE });
  const answer = await send(person, { text: 'Mine is 4111 1111 1111 1111.', character });
  expect(answer.metadata.receipt).toMatchObject({
    state: 'complete',
    charged_credits: PRICE,
    notices: [{ direction: 'input', action: 'warn', category: 'payment-card' }],
  });
  expect(answer.metadata.receipt?.notices[0]?.message).toMatch(/payment card/);
});

describe('a message that the provider scores', () => {
  it.each([
    ['blocks', '[[flag=hate]]', 'block', 422],
    ['flags, and nobody is told', '[[flag=hate score=0.7]]', 'flag', 200],
    ['warns of, and the person is told with the receipt', '[[flag=self-harm/intent]]', 'warn', 200],
    ['lets pass below every threshold', '[[flag=hate score=0.5]]', 'allow', 200],
  ])('%s', async (_, directive, action, status) => {
    const person = await createPerson({ credits: PRICE });
    const answer = await send(person, { text: `Well ${directive}`, character });
    expect([answer.status, answer.error?.code]).toEqual([
      status,
      action === 'block' ? 'message_blocked' : undefined,
    ]);
    const [input] = await decisionsOf(person);
    const category = action === 'allow' ? null : directive.replace(/.*flag=([^\s\]]+).*/, '$1');
    expect(input).toMatchObject({ direction: 'input', action, source: 'provider', category });
    expect(input?.scores).toHaveProperty([category ?? 'hate']);
    expect(await creditsOf(person.id)).toEqual(
      action === 'block' ? untouched : { available: 0, held: 0 },
    );
    const receipt = answer.metadata.receipt ?? answer.error?.details.receipt;
    expect(receipt).toMatchObject({
      notices: ['warn', 'block'].includes(action) ? [{ direction: 'input', action, category }] : [],
    });
    if (action === 'warn')
      expect(answer.metadata.receipt?.notices[0]?.message).toMatch(/^You are not alone/);
  });

  it('is shown no word of the answer before the verdict, and none after a block', async () => {
    const person = await createPerson({ credits: PRICE });
    const gate = crypto.randomUUID();
    const text = `Well [[flag=hate]] [[tokens=40]] [[moderation_gate=${gate}]]`;
    const response = post(person, { text, character });
    await waitUntil('the model to have said all of it', async () => {
      const [request] = await requestsWith(gate, '/v1/chat/completions');
      return request?.outcome === 'answered';
    });
    await waitUntil('moderation to be asked', async () => {
      const [request] = await requestsWith(gate, '/v1/moderations');
      return request?.outcome === 'pending';
    });
    expect(await storedAnswer(person)).toBe('');
    await openGate(gate);
    const answer = await readAnswer(await response);
    expect([answer.status, answer.error?.code, answer.text]).toEqual([422, 'message_blocked', '']);
    expect(await storedAnswer(person)).toBe('');
    expect(await creditsOf(person.id)).toEqual(untouched);
  });

  it('ends the call of a model that goes on when the message is blocked', async () => {
    const person = await createPerson({ credits: PRICE });
    const mark = crypto.randomUUID();
    const text = `Well ${mark} [[flag=hate]] [[tokens=40]] [[gate=${mark} after=5]]`;
    expect((await send(person, { text, character })).error?.code).toBe('message_blocked');
    await waitUntil('the model to be left', async () => {
      const [request] = await requestsWith(mark, '/v1/chat/completions');
      return request?.outcome === 'cancelled';
    });
  });

  it('once it is allowed, is followed by the whole answer at its price', async () => {
    const person = await createPerson({ credits: PRICE });
    const gate = crypto.randomUUID();
    const response = post(person, { text: `Well [[moderation_gate=${gate}]]`, character });
    await waitUntil('moderation to be asked', async () => (await requestsWith(gate)).length === 2);
    await openGate(gate);
    const answer = await readAnswer(await response);
    expect(answer.metadata.receipt).toMatchObject({ state: 'complete', charged_credits: PRICE });
    expect(await storedAnswer(person)).toBe(answer.text);
    expect(await decisionsOf(person)).toMatchObject([
      { direction: 'input', action: 'allow', scores: {} },
      { direction: 'output', action: 'allow', scores: {} },
    ]);
  });
});

describe('moderation that does not answer', () => {
  it.each([
    ['is down', '[[moderation_status=503]]', 'unavailable'],
    ['drops the connection', '[[moderation_drop]]', 'unavailable'],
    ['is slow', '[[moderation_delay_ms=9000]]', 'timeout'],
  ])('%s: the answer comes, the message is flagged', async (_, directive, failure) => {
    const person = await createPerson({ credits: PRICE });
    const answer = await send(person, { text: `Hello ${directive}`, character });
    expect(answer.metadata.receipt).toMatchObject({ state: 'complete', notices: [] });
    expect(await decisionsOf(person)).toMatchObject([
      { direction: 'input', action: 'flag', category: null, scores: null, failure },
      { direction: 'output', action: 'allow' },
    ]);
  });
});

describe('an answer', () => {
  const threat = 'I will hurt you.';

  it('that the provider blocks is cut with an error, not kept, and free', async () => {
    const person = await createPerson({ credits: PRICE });
    const answer = await send(person, { text: `Hello [[say=${threat}]]`, character });
    expect(answer.error?.code).toBe('answer_blocked');
    expect(answer.chunks.some(({ type }) => type === 'finish')).toBe(false);
    expect(answer.error?.details.receipt).toMatchObject({
      state: 'failed',
      charged_credits: 0,
      notices: [{ direction: 'output', action: 'block', category: 'harassment/threatening' }],
    });
    expect(await storedAnswer(person)).toBe('');
    expect(await creditsOf(person.id)).toEqual(untouched);
    expect(await decisionsOf(person)).toMatchObject([
      { direction: 'input', action: 'allow' },
      { direction: 'output', action: 'block', source: 'provider', excerpt: threat },
    ]);
  });

  it('that a pattern blocks at its end is not kept, and free', async () => {
    const person = await createPerson({ credits: PRICE });
    const word = await forbidWord(admin, 'block', 'output');
    const answer = await send(person, { text: `Hello [[say=I say ${word}]]`, character });
    expect(answer.error?.code).toBe('answer_blocked');
    expect(await storedAnswer(person)).toBe('');
    expect(await creditsOf(person.id)).toEqual(untouched);
  });

  it('that a pattern blocks on the way is cut there, for all who read it', async () => {
    const person = await createPerson({ credits: PRICE });
    const word = await forbidWord(admin, 'block', 'output');
    const gate = crypto.randomUUID();
    const text = `Hello [[say=I say ${word} and]] [[tokens=60]] [[gate=${gate} after=20]]`;
    const message = { chat: 'c', id: 'm', text, character };
    // The gate stays closed: only the checkpoint can end this.
    const [first, second] = await Promise.all([send(person, message), send(person, message)]);
    expect([first.error?.code, second.error?.code]).toEqual(['answer_blocked', 'answer_blocked']);
    expect(await storedAnswer(person)).toBe('');
    expect(await creditsOf(person.id)).toEqual(untouched);
    expect(await decisionsOf(person)).toMatchObject([
      { direction: 'input' },
      { direction: 'output', action: 'block', source: 'pattern', category: 'test-word' },
    ]);
  });

  it('whose moderation does not answer stays, flagged', async () => {
    const person = await createPerson({ credits: PRICE });
    const text = 'Hello [[say=Fine ((moderation_status=500))]]';
    const answer = await send(person, { text, character });
    expect(answer.metadata.receipt).toMatchObject({ state: 'complete', charged_credits: PRICE });
    expect(await decisionsOf(person)).toMatchObject([
      { direction: 'input', action: 'allow' },
      { direction: 'output', action: 'flag', failure: 'unavailable' },
    ]);
  });

  it('asked for again after a block is a new attempt, charged once', async () => {
    const person = await createPerson({ credits: PRICE });
    const word = await forbidWord(admin, 'block', 'output');
    const message = { chat: 'c', id: 'm', text: `Hello [[say=Now ${word}]]`, character };
    expect((await send(person, message)).error?.code).toBe('answer_blocked');
    await sql`delete from private.moderation_pattern where content = ${word}`;
    expect((await send(person, message)).metadata.receipt).toMatchObject({
      state: 'complete',
      charged_credits: PRICE,
    });
    expect(await creditsOf(person.id)).toEqual({ available: 0, held: 0 });
  });
});

it('one message sent five times at once is blocked five times, recorded once', async () => {
  const person = await createPerson({ credits: PRICE });
  const word = await forbidWord(admin, 'block', 'input');
  const message = { chat: 'c', id: 'm', text: word, character };
  const answers = await Promise.all([1, 2, 3, 4, 5].map(() => send(person, message)));
  expect(answers.map(({ error }) => error?.code)).toEqual(Array(5).fill('message_blocked'));
  const decisions = await decisionsOf(person);
  const { attempt } = await sqlOne<{ attempt: number }>`
    select attempt from public.turns where user_id = ${person.id}`;
  expect(decisions.map((decision) => decision.attempt)).toEqual(
    Array.from({ length: attempt }, (_, nr) => nr + 1),
  );
  expect(await creditsOf(person.id)).toEqual(untouched);
});

interface Request {
  path: string;
  outcome: string;
}

/** What the stand-in of OpenAI was asked with that text in it. */
async function requestsWith(contains: string, path = ''): Promise<Request[]> {
  const query = new URLSearchParams({ provider: 'openai', contains, path });
  const url = new URL(`/__control/requests?${query}`, inject('stack').openaiUrl);
  return ((await (await fetch(url)).json()) as { requests: Request[] }).requests;
}

async function storedAnswer({ id }: Person): Promise<string> {
  const { content } = await sqlOne<{ content: string }>`
    select content from public.messages
    where id = (select assistant_message_id from public.turns where user_id = ${id})`;
  return content;
}
