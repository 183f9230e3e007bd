// ai-repeats: a request that is sent again under its idempotency key; and the list of models.
import OpenAI from 'openai';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  createDeveloper,
  createKey,
  createModel,
  openaiFor,
  receiptOf,
  refusalOf,
} from '../support/developer.ts';
import { limitPeople } from '../support/limited-plan.ts';
import { createPerson, creditsOf, type Person } from '../support/person.ts';
import { sql } from '../support/sql.ts';

const messages: OpenAI.ChatCompletionMessageParam[] = [{ role: 'user', content: 'Hello' }];
let model: string;
let ada: Person;

beforeAll(async () => {
  [ada, model] = await Promise.all([createDeveloper({ credits: 1_000_000 }), createModel()]);
});

const ask = (client: OpenAI, more: object = {}, options: OpenAI.RequestOptions = {}) =>
  client.chat.completions.create(
    { model, messages, max_tokens: 100, ...more },
    options,
  ) as Promise<OpenAI.ChatCompletion>;

describe('a request sent again under its idempotency key', () => {
  const under = (key: string) => ({ idempotencyKey: key, headers: { 'idempotency-key': key } });

  it('is charged once: the second is told the receipt of the first', async () => {
    const person = await createDeveloper({ credits: 500 });
    const client = openaiFor(person);
    const first = receiptOf(await ask(client, {}, under('order-1')));
    const error = await refusalOf(ask(client, {}, { ...under('order-1'), maxRetries: 2 }));
    expect(error).toBeInstanceOf(OpenAI.ConflictError);
    expect(error).toMatchObject({
      code: 'completion_repeated',
      error: { details: { receipt: { action_id: first.action_id, state: 'complete' } } },
    });
    expect(error.headers?.get('x-should-retry')).toBe('false');
    const { available } = await creditsOf(person.id);
    expect(Number(available)).toBe(500 - first.charged_credits);
  });

  it('with another payload is a conflict', async () => {
    const client = openaiFor(ada);
    await ask(client, {}, under('order-2'));
    const other = { messages: [{ role: 'user', content: 'Goodbye' }] };
    expect(await refusalOf(ask(client, other, under('order-2')))).toMatchObject({
      status: 409,
      code: 'idempotency_conflict',
    });
  });

  it('five times at once is one answer', async () => {
    const person = await createDeveloper({ credits: 5000 });
    const client = openaiFor(person);
    const outcomes = await Promise.all(
      Array.from({ length: 5 }, () =>
        ask(client, {}, under('order-3')).catch((error) => error.code as string),
      ),
    );
    const answers = outcomes.filter((each) => typeof each === 'object');
    expect(answers).toHaveLength(1);
    expect(outcomes.filter((each) => each === 'completion_repeated')).toHaveLength(4);
    const charged = answers.map((each) => receiptOf(each).charged_credits);
    expect(Number((await creditsOf(person.id)).available)).toBe(5000 - Number(charged[0]));
  });

  it('after it failed is tried again, as clients do by themselves', async () => {
    const person = await createDeveloper({ credits: 500 });
    // Three times more than one request tries: the client's second one succeeds.
    const content = `Hello ${crypto.randomUUID()} [[fail_times=3 status=503]]`;
    const asked = { messages: [{ role: 'user', content }] };
    const options = { ...under('order-4'), maxRetries: 2 };
    const { charged_credits } = receiptOf(await ask(openaiFor(person), asked, options));
    const rows = await sql<{ state: string; client_key: string }>`
      select state, client_key from public.actions where user_id = ${person.id}
      order by started_at`;
    expect(rows.map(({ state }) => state)).toEqual(['failed', 'complete']);
    expect(rows[1]?.client_key).toBe('order-4');
    expect(Number((await creditsOf(person.id)).available)).toBe(500 - charged_credits);
  });

  it.each(['x'.repeat(65), 'two words'])('must be a key that can be kept: %s', async (key) => {
    expect(await refusalOf(ask(openaiFor(ada), {}, under(key)))).toMatchObject({
      status: 400,
      param: 'idempotency-key',
    });
  });
});

describe('the list of models', () => {
  it('has what the plan includes and providers that are on serve', async () => {
    const client = openaiFor(await createKey(ada));
    const { data } = await client.models.list();
    expect(data).toContainEqual({
      id: model,
      object: 'model',
      created: 0,
      owned_by: 'compatible',
      name: 'Testa',
      context_tokens: 100000,
      max_output_tokens: 8000,
      capabilities: ['text', 'vision', 'tools', 'reasoning'],
    });
    expect(await client.models.retrieve('openai/gpt-oss-20b')).toMatchObject({ owned_by: 'groq' });
    expect(await refusalOf(client.models.retrieve('gpt-2'))).toMatchObject({
      status: 404,
      code: 'model_not_found',
    });
  });

  it('leaves out what the plan does, which is refused when asked', async () => {
    const person = await createPerson({ credits: 500 });
    const plan = await limitPeople([person], []);
    await sql`
      update public.plans set features = '{api}', models = '{gpt-4.1-nano}' where slug = ${plan}`;
    const client = openaiFor(person);
    expect((await client.models.list()).data.map(({ id }) => id)).toEqual(['gpt-4.1-nano']);
    expect(await refusalOf(ask(client))).toMatchObject({ status: 403, code: 'model_not_in_plan' });
  });
});
