// ai-moderation: the rules of the catalog hold for programs, too: what the openai package meets.
import type OpenAI from 'openai';
import { beforeAll, describe, expect, it } from 'vitest';
import { type Admin, createAdmin } from '../support/admin.ts';
import { createDeveloper, createKey, createModel, openaiFor } from '../support/developer.ts';
import { limitPeople } from '../support/limited-plan.ts';
import { decisionsOf, forbidWord } from '../support/moderation.ts';
import { createPerson, creditsOf, type Person } from '../support/person.ts';
import { sql, sqlOne } from '../support/sql.ts';

let admin: Admin;
let model: string;

beforeAll(async () => {
  [admin, model] = await Promise.all([createAdmin(), createModel()]);
});

type Messages = OpenAI.ChatCompletionMessageParam[];

/** An assistant's call of a tool that looks at something. */
const callingWith = (at: string): OpenAI.ChatCompletionMessageParam => ({
  role: 'assistant',
  tool_calls: [
    { id: 'a', type: 'function', function: { name: 'look', arguments: JSON.stringify({ at }) } },
  ],
});

async function ask(
  person: Person,
  said: string | Messages,
  stream: boolean,
  more: object = {},
): Promise<string> {
  const { chat } = openaiFor(await createKey(person));
  const messages: Messages = typeof said === 'string' ? [{ role: 'user', content: said }] : said;
  const request = { model, messages, max_tokens: 300, ...more };
  if (!stream) {
    const { choices } = await chat.completions.create(request);
    return choices[0]?.message.content ?? '';
  }
  let answer = '';
  for await (const { choices } of await chat.completions.create({ ...request, stream: true }))
    answer += choices[0]?.delta.content ?? '';
  return answer;
}

async function refusalOf(asked: Promise<unknown>): Promise<{ code?: string; status?: number }> {
  try {
    await asked;
  } catch (error) {
    return error as { code: string; status: number };
  }
  throw new Error('It was not refused.');
}

describe.each([
  ['whole', false],
  ['streamed', true],
])('an answer that comes %s', (_, stream) => {
  it('is not given to a question that a pattern blocks, which costs nothing', async () => {
    const person = await createDeveloper({ credits: 500 });
    const word = await forbidWord(admin, 'block', 'input');
    const refusal = await refusalOf(ask(person, `Say ${word}`, stream));
    expect(refusal).toMatchObject({ status: 422, code: 'message_blocked' });
    expect(await creditsOf(person.id)).toEqual({ available: 500, held: 0 });
    expect(await actionOf(person)).toEqual({ state: 'failed', error_code: 'message_blocked' });
    expect(await decisionsOf(person)).toMatchObject([
      { direction: 'input', action: 'block', source: 'pattern', category: 'test-word' },
    ]);
  });

  it('is not given to a question that the provider blocks', async () => {
    const person = await createDeveloper({ credits: 500 });
    const refusal = await refusalOf(ask(person, 'Well [[flag=hate]]', stream));
    expect(refusal).toMatchObject({ status: 422, code: 'message_blocked' });
    expect(await creditsOf(person.id)).toEqual({ available: 500, held: 0 });
  });

  it('is not given to what was said earlier either', async () => {
    const person = await createDeveloper({ credits: 500 });
    const word = await forbidWord(admin, 'block', 'input');
    const messages: Messages = [
      { role: 'user', content: [{ type: 'text', text: `Say ${word}` }] },
      { role: 'assistant', content: 'Shall I?' },
      { role: 'user', content: 'Go on.' },
    ];
    expect((await refusalOf(ask(person, messages, stream))).code).toBe('message_blocked');
  });

  it.each<[string, (word: string) => object]>([
    ['as the system', (word) => ({ messages: [{ role: 'system', content: word }] })],
    ['as the developer', (word) => ({ messages: [{ role: 'developer', content: word }] })],
    ['as the model', (word) => ({ messages: [{ role: 'assistant', content: word }] })],
    [
      'in calls of tools',
      (word) => ({
        messages: [callingWith(word), { role: 'tool', tool_call_id: 'a', content: '' }],
      }),
    ],
    [
      'in their results',
      (word) => ({
        messages: [callingWith(''), { role: 'tool', tool_call_id: 'a', content: word }],
      }),
    ],
    [
      'in what is said of tools',
      (word) => ({ tools: [{ type: 'function', function: { name: 'look', description: word } }] }),
    ],
  ])('is not given to what the caller says %s', async (_, saying) => {
    const person = await createDeveloper({ credits: 500 });
    const word = await forbidWord(admin, 'block', 'input');
    const { messages = [], ...more } = saying(word) as { messages?: Messages };
    const said: Messages = [{ role: 'user', content: 'Hi' }, ...messages];
    expect((await refusalOf(ask(person, said, stream, more))).code).toBe('message_blocked');
    expect(await creditsOf(person.id)).toEqual({ available: 500, held: 0 });
  });

  it.each<[string, (word: string) => string]>([
    ['in its thoughts', (word) => `[[reasoning=I think ${word}.]]`],
    ['in its calls of tools', (word) => `[[tool=look args={"at":"${word}"}]]`],
  ])('is blocked by what it has %s', async (_, saying) => {
    const person = await createDeveloper({ credits: 500 });
    const word = await forbidWord(admin, 'block', 'output');
    const tools = [{ type: 'function', function: { name: 'look' } }];
    const refusal = await refusalOf(ask(person, `Hi ${saying(word)}`, stream, { tools }));
    expect(refusal.code).toBe('answer_blocked');
  });

  it('counts when it is blocked itself, and its question does not', async () => {
    const person = await createPerson({ credits: 1000 });
    const limit = { allowance: 1, window: 'day' } as const;
    const plan = await limitPeople(
      [person],
      [
        { meter: 'api_requests', ...limit },
        { meter: 'tokens', ...limit, allowance: 10_000 },
      ],
    );
    await sql`update public.plans set features = '{api}' where slug = ${plan}`;
    const word = await forbidWord(admin, 'block', 'input');
    const asked = { no: `Say ${word}`, yes: 'Hello [[tokens=9]] [[say=I will hurt you.]]' };
    expect((await refusalOf(ask(person, asked.no, stream))).code).toBe('message_blocked');
    expect(await usedBy(person)).toEqual({ api_requests: 0, tokens: 0 });
    expect((await refusalOf(ask(person, asked.yes, stream))).code).toBe('answer_blocked');
    expect(await usedBy(person)).toEqual({ api_requests: 1, tokens: expect.any(Number) });
    expect((await usedBy(person)).tokens).toBeGreaterThan(5);
    expect(await creditsOf(person.id)).toEqual({ available: 1000, held: 0 });
    expect((await refusalOf(ask(person, 'Hello', stream))).code).toBe('quota_exceeded');
  });

  it('is withheld or cut when it is blocked itself, and free', async () => {
    const person = await createDeveloper({ credits: 500 });
    const refusal = await refusalOf(ask(person, 'Hello [[say=I will hurt you.]]', stream));
    expect(refusal.code).toBe('answer_blocked');
    expect(await creditsOf(person.id)).toEqual({ available: 500, held: 0 });
    expect(await actionOf(person)).toEqual({ state: 'failed', error_code: 'answer_blocked' });
    expect(await decisionsOf(person)).toMatchObject([
      { direction: 'input', action: 'allow' },
      { direction: 'output', action: 'block', category: 'harassment/threatening' },
    ]);
  });

  it('comes when moderation does not answer, flagged', async () => {
    const person = await createDeveloper({ credits: 500 });
    expect(await ask(person, 'Hello [[moderation_status=503]]', stream)).not.toBe('');
    expect(await decisionsOf(person)).toMatchObject([
      { direction: 'input', action: 'flag', failure: 'unavailable' },
      { direction: 'output', action: 'allow' },
    ]);
  });
});

async function usedBy({ id }: Person): Promise<Record<string, number>> {
  const used = await sql<{ meter: string; used: number }>`
    select meter, used::integer from private.allowance_count where user_id = ${id}`;
  return Object.fromEntries(used.map((each) => [each.meter, each.used]));
}

function actionOf({ id }: Person): Promise<{ state: string; error_code: string | null }> {
  return sqlOne`select state, error_code from public.actions where user_id = ${id}`;
}
