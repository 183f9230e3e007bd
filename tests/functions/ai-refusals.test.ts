// ai-refusals: what of a request is refused and why, in OpenAI's own form and by its own classes.
import OpenAI from 'openai';
import { beforeAll, describe, expect, inject, it } from 'vitest';
import { createAdmin } from '../support/admin.ts';
import { createDeveloper, createModel, openaiFor, refusalOf } from '../support/developer.ts';
import { limitPeople } from '../support/limited-plan.ts';
import { decisionsOf, forbidWord } from '../support/moderation.ts';
import { createPerson, creditsOf, type Person } from '../support/person.ts';
import { sql } from '../support/sql.ts';

const messages: OpenAI.ChatCompletionMessageParam[] = [{ role: 'user', content: 'Hello' }];
let model: string;
let ada: Person;

beforeAll(async () => {
  [ada, model] = await Promise.all([createDeveloper({ credits: 1_000_000 }), createModel()]);
});

const calling = (...ids: string[]) => ({
  role: 'assistant',
  tool_calls: ids.map((id) => ({
    id,
    type: 'function',
    function: { name: 'weather', arguments: '{}' },
  })),
});
const resultOf = (id: string) => ({ role: 'tool', tool_call_id: id, content: 'Rain' });

const ask = (client: OpenAI, more: object = {}, options: OpenAI.RequestOptions = {}) =>
  client.chat.completions.create(
    { model, messages, max_tokens: 100, ...more },
    options,
  ) as Promise<OpenAI.ChatCompletion>;

describe('a person', () => {
  it('whose plan has no API is told which plans do, also for direct completions', async () => {
    const person = await createPerson();
    expect(await refusalOf(ask(openaiFor(person)))).toMatchObject({
      status: 403,
      code: 'feature_not_in_plan',
      error: { details: { feature: 'api', plans: expect.arrayContaining(['business']) } },
    });
  });

  it('without enough credits is told what is needed, and tries no more', async () => {
    const person = await createDeveloper({ credits: 99 });
    expect(await refusalOf(ask(openaiFor(person), {}, { maxRetries: 2 }))).toMatchObject({
      status: 402,
      type: 'insufficient_quota',
      code: 'insufficient_credits',
      error: { details: { available: 99, needed: 100 } },
    });
    expect(await creditsOf(person.id)).toEqual({ available: 99, held: 0 });
  });

  it('has no more answers at once than the plan allows, over the API or not', async () => {
    const person = await createPerson({ credits: 500 });
    const plan = await limitPeople(
      [person],
      [{ meter: 'streams', allowance: 1, window: 'at_once' }],
    );
    await sql`update public.plans set features = '{api}' where slug = ${plan}`;
    const client = openaiFor(person);
    const first = await client.chat.completions.create({
      model,
      messages: [{ role: 'user', content: 'Wait [[tokens=20]] [[gate=never after=5]]' }],
      max_tokens: 50,
      stream: true,
    });
    expect(await refusalOf(ask(client))).toMatchObject({
      status: 429,
      code: 'rate_limited',
      error: { details: { meter: 'streams' } },
    });
    first.controller.abort();
  });
});

describe('a request', () => {
  it.each<[string, object, string, RegExp]>([
    ['for no model', { model: undefined }, 'model', /expected string/],
    ['without messages', { messages: [] }, 'messages', /./],
    ['with a parameter that nobody knows', { temprature: 1 }, 'temprature', /Unrecognized key/],
    ['with one that is not taken', { web_search_options: {} }, 'web_search_options', /Unrecog/],
    ['for what no provider is asked', { logprobs: true }, 'logprobs', /is false/],
    ['for other words', { logit_bias: { 50256: -100 } }, 'logit_bias', /is empty/],
    ['for sound', { modalities: ['text', 'audio'] }, 'modalities', /is \["text"\]/],
    [
      'for a length of words elsewhere',
      { verbosity: 'low' },
      'verbosity',
      /only for models of OpenAI/,
    ],
    ['for several answers', { n: 2 }, 'n', /one answer/],
    ['that is too hot', { temperature: 3 }, 'temperature', /<=2/],
    ['of an unknown role', { messages: [{ role: 'king', content: 'x' }] }, 'messages[0].role', /./],
    [
      'with sound',
      { messages: [{ role: 'user', content: [{ type: 'input_audio', input_audio: {} }] }] },
      'messages[0].content',
      /./,
    ],
    [
      'with a picture from inside',
      {
        messages: [
          {
            role: 'user',
            content: [{ type: 'image_url', image_url: { url: 'http://169.254.169.254/x' } }],
          },
        ],
      },
      'messages[0].content[0].image_url.url',
      /./,
    ],
    [
      'with a result of no call',
      { messages: [...messages, { role: 'tool', tool_call_id: 'x', content: 'y' }] },
      'messages[1].tool_call_id',
      /no call/,
    ],
    [
      'with a call that has no result',
      { messages: [...messages, calling('a', 'b'), resultOf('b'), ...messages] },
      'messages[1].tool_calls',
      /a has no result/,
    ],
    [
      'with a result that comes too late',
      { messages: [...messages, calling('a'), ...messages, resultOf('a')] },
      'messages[1].tool_calls',
      /a has no result/,
    ],
    [
      'with a picture that is none',
      {
        messages: [
          {
            role: 'user',
            content: [{ type: 'image_url', image_url: { url: 'data:image/png;base64,#' } }],
          },
        ],
      },
      'messages[0].content[0].image_url.url',
      /./,
    ],
    ['with a choice of no tools', { tool_choice: 'auto' }, 'tool_choice', /only with tools/],
    [
      'for usage of no stream',
      { stream_options: { include_usage: true } },
      'stream_options',
      /only for stream/,
    ],
    [
      'for a longer answer than the model gives',
      { max_tokens: 8001 },
      'max_completion_tokens',
      /8000 tokens at most/,
    ],
  ])('%s is refused by the name of what is wrong', async (_, wrong, param, message) => {
    const error = await refusalOf(ask(openaiFor(ada), wrong));
    expect(error).toBeInstanceOf(OpenAI.BadRequestError);
    expect(error).toMatchObject({ type: 'invalid_request_error', code: 'invalid_request', param });
    expect(error.message).toMatch(message);
  });

  it('for what the model cannot do is refused before anything is held', async () => {
    const blind = await createModel(['text']);
    const image_url = { url: 'data:image/png;base64,iVBORw0KGgo=' };
    const seen = [{ role: 'user', content: [{ type: 'image_url', image_url }] }];
    const tools = [{ type: 'function', function: { name: 'weather' } }];
    for (const more of [{ messages: seen }, { tools }, { reasoning_effort: 'high' }])
      expect(await refusalOf(ask(openaiFor(ada), { model: blind, ...more }))).toMatchObject({
        status: 400,
        code: 'invalid_request',
        param: 'model',
      });
  });

  it.each([
    ['than any model of that context reads', 400, 'context_length_exceeded', 1_300_000],
    ['than any model reads', 413, 'payload_too_large', 4_300_000],
  ])('that is longer %s is refused before anything is held or looked at', async (...given) => {
    const [, status, code, bytes] = given;
    const person = await createDeveloper({ credits: 10_000_000 });
    const word = await forbidWord(await createAdmin(), 'flag', 'input');
    const long = [{ role: 'user', content: `${word} ${'long '.repeat(bytes / 5)}` }];
    expect(await refusalOf(ask(openaiFor(person), { messages: long }))).toMatchObject({
      status,
      code,
    });
    expect(await sql`select id from public.actions where user_id = ${person.id}`).toEqual([]);
    expect(await decisionsOf(person)).toEqual([]);
  });

  it('for a picture that the provider would not fetch is refused: we do not go there', async () => {
    const image_url = { url: 'https://example.com/cat.png' };
    const asked = {
      model: 'gemini-2.5-flash',
      messages: [{ role: 'user', content: [{ type: 'image_url', image_url }] }],
    };
    const error = await refusalOf(ask(openaiFor(ada), asked));
    expect(error).toMatchObject({ status: 400, code: 'invalid_request', param: 'messages' });
  });

  it('for a model that is not there, or is retired, finds none', async () => {
    const retired = await createModel();
    await sql`update public.models set state = 'retired' where id = ${retired}`;
    for (const none of ['gpt-2', retired]) {
      const error = await refusalOf(ask(openaiFor(ada), { model: none }));
      expect(error).toBeInstanceOf(OpenAI.NotFoundError);
      expect(error).toMatchObject({ code: 'model_not_found', param: 'model' });
    }
  });

  it('for a model without a price is not begun', async () => {
    const free = await createModel();
    await sql`update public.models set id = ${`${free}-unpriced`} where id = ${free}`;
    expect(await refusalOf(ask(openaiFor(ada), { model: `${free}-unpriced` }))).toMatchObject({
      status: 503,
      code: 'model_not_priced',
    });
  });

  it('that is no JSON, to nowhere, or by another method is refused in the same form', async () => {
    const base = `${inject('stack').apiUrl}/functions/v1/ai/v1`;
    const headers = { authorization: `Bearer ${ada.token}` };
    const post = { method: 'POST', headers, body: 'no JSON' };
    const refused = [
      await fetch(`${base}/chat/completions`, post),
      await fetch(`${base}/responses`, post),
      await fetch(`${base}/chat/completions`, { headers }),
    ];
    const codes = await Promise.all(refused.map(async (each) => (await each.json()).error.code));
    expect(codes).toEqual(['invalid_request', 'not_found', 'method_not_allowed']);
  });
});

it('a browser may send what the openai package sends', async () => {
  const answer = await fetch(`${inject('stack').apiUrl}/functions/v1/ai/v1/chat/completions`, {
    method: 'OPTIONS',
    headers: {
      origin: 'https://example.com',
      'access-control-request-method': 'POST',
      'access-control-request-headers': 'authorization,x-stainless-os,idempotency-key',
    },
  });
  expect(answer.status).toBe(204);
  const allowed = answer.headers.get('access-control-allow-headers')?.toLowerCase();
  for (const name of ['authorization', 'x-stainless-os', 'idempotency-key'])
    expect(allowed).toContain(name);
});
