// ai-moderation: the rules of the catalog hold for programs, too: what the openai package meets.
import type OpenAI from 'openai';
import { beforeAll, describe, expect, it } from 'vitest';
import { type Admin, createAdmin } from '../support/admin.ts';
import { createDeveloper, createKey, createModel, openaiFor } from '../support/developer.ts';
import { decisionsOf, forbidWord } from '../support/moderation.ts';
import { creditsOf, type Person } from '../support/person.ts';
import { sqlOne } from '../support/sql.ts';

let admin: Admin;
let model: string;

beforeAll(async () => {
  [admin, model] = await Promise.all([createAdmin(), createModel()]);
});

type Messages = OpenAI.ChatCompletionMessageParam[];

async function ask(person: Person, said: string | Messages, stream: boolean): Promise<string> {
  const { chat } = openaiFor(await createKey(person));
  const messages: Messages = typeof said === 'string' ? [{ role: 'user', content: said }] : said;
  const request = { model, messages, max_tokens: 300 };
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

function actionOf({ id }: Person): Promise<{ state: string; error_code: string | null }> {
  return sqlOne`select state, error_code from public.actions where user_id = ${id}`;
}
