// ai-keys: what an API key opens, what it does not, and when it ends.
import OpenAI from 'openai';
import { beforeAll, describe, expect, inject, it } from 'vitest';
import { suspend } from '../support/conversation.ts';
import {
  createDeveloper,
  createKey,
  createModel,
  type KeyOptions,
  openaiFor,
  receiptOf,
  refusalOf,
} from '../support/developer.ts';
import type { Person } from '../support/person.ts';
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

async function withKey(options?: KeyOptions, person = ada) {
  const key = await createKey(person, options);
  return { key, client: openaiFor(key) };
}

describe('a key', () => {
  it.each([
    ['that never was', `parley_sk_${'x'.repeat(43)}`],
    ['of another house', 'sk-proj-0123456789'],
    ['that looks like a token', 'a.b.c'],
  ])('%s is not let in', async (_, secret) => {
    const error = await refusalOf(ask(openaiFor({ secret })));
    expect(error).toBeInstanceOf(OpenAI.AuthenticationError);
    expect(error.code).toBe(secret === 'a.b.c' ? 'unauthenticated' : 'invalid_api_key');
    expect(error.type).toBe('authentication_error');
  });

  it('that is missing is asked for', async () => {
    const answer = await fetch(`${inject('stack').apiUrl}/functions/v1/ai/v1/models`);
    expect([answer.status, await answer.json()]).toMatchObject([
      401,
      { error: { code: 'unauthenticated', type: 'authentication_error', param: null } },
    ]);
  });

  it('that was revoked is out at once', async () => {
    const { key, client } = await withKey();
    await ask(client);
    await ada.client.rpc('revoke_api_key', { p_id: key.id });
    expect(await refusalOf(ask(client))).toMatchObject({ status: 401, code: 'invalid_api_key' });
    expect(await refusalOf(client.models.list())).toMatchObject({ code: 'invalid_api_key' });
  });

  it('that has expired is out', async () => {
    const { key, client } = await withKey({ expiresAt: '2099-01-01T00:00:00Z' });
    await ask(client);
    await sql`update public.api_keys set expires_at = now() where id = ${key.id}`;
    expect(await refusalOf(ask(client))).toMatchObject({ status: 401, code: 'invalid_api_key' });
  });

  it.each([
    ['completions', 'models'],
    ['models', 'completions'],
  ])('for %s is not one for %s', async (scope, other) => {
    const { client } = await withKey({ scopes: [scope] });
    const calls = { completions: () => ask(client), models: () => client.models.list() };
    await calls[scope as keyof typeof calls]();
    const error = await refusalOf(calls[other as keyof typeof calls]());
    expect(error).toBeInstanceOf(OpenAI.PermissionDeniedError);
    expect(error).toMatchObject({
      code: 'scope_missing',
      error: { details: { scope: other, scopes: [scope] } },
    });
  });

  it('does nothing that its owner may not: suspended, without the plan, gone', async () => {
    const person = await createDeveloper({ credits: 500 });
    const { client } = await withKey({}, person);
    await suspend(person);
    expect(await refusalOf(ask(client))).toMatchObject({ status: 403, code: 'account_suspended' });
    await sql`update public.profiles set status = 'active' where id = ${person.id}`;
    await sql`delete from public.memberships where user_id = ${person.id}`;
    const withoutPlan = { status: 403, code: 'feature_not_in_plan' };
    expect(await refusalOf(ask(client))).toMatchObject(withoutPlan);
    expect(await refusalOf(client.models.list())).toMatchObject(withoutPlan);
    await sql`delete from auth.users where id = ${person.id}`;
    expect(await refusalOf(ask(client))).toMatchObject({ status: 401, code: 'invalid_api_key' });
  });

  it('opens nothing but the API', async () => {
    const { key } = await withKey();
    const { apiUrl, publishableKey } = inject('stack');
    const headers = { authorization: `Bearer ${key.secret}`, apikey: publishableKey };
    const asked = { method: 'POST', headers, body: '{}' };
    const chat = await fetch(`${apiUrl}/functions/v1/chat`, asked);
    expect([chat.status, await chat.json()]).toMatchObject([
      401,
      { error: { code: 'unauthenticated' } },
    ]);
    const rows = await fetch(`${apiUrl}/rest/v1/api_keys`, { headers });
    expect(rows.status).toBe(401);
  });
});

describe('the limits of a key', () => {
  it('hold for it alone, with headers that say when to come back', async () => {
    const { client } = await withKey({ requestsPerMinute: 2 });
    const { response } = await client.chat.completions
      .create({ model, messages, max_tokens: 100 })
      .withResponse();
    expect(response.headers.get('x-ratelimit-limit-requests')).toBe('2');
    expect(response.headers.get('x-ratelimit-remaining-requests')).toBe('1');
    await ask(client);
    const error = await refusalOf(ask(client));
    expect(error).toBeInstanceOf(OpenAI.RateLimitError);
    expect(error).toMatchObject({
      code: 'rate_limited',
      error: { details: { scope: 'key', meter: 'requests', allowance: 2 } },
    });
    expect(Number(error.headers?.get('retry-after'))).toBeGreaterThan(0);
    expect(error.headers?.get('x-ratelimit-remaining-requests')).toBe('0');
    await ask((await withKey({ requestsPerMinute: 2 })).client);
    await ask(openaiFor(ada));
  });

  it('end its spending in a month, by what was charged and not by what was held', async () => {
    const { key, client } = await withKey({ monthlyCredits: 120 });
    const first = receiptOf(await ask(client));
    expect(first.held_credits).toBe(100);
    const max_tokens = 120 - first.charged_credits;
    const error = await refusalOf(ask(client, { max_tokens: max_tokens + 1 }));
    expect(error).toMatchObject({
      status: 429,
      code: 'quota_exceeded',
      error: {
        message: 'The API key allows 120 credits (month).',
        details: { scope: 'key', used: first.charged_credits, needed: max_tokens + 1 },
      },
    });
    expect(error.headers?.get('x-should-retry')).toBe('false');
    await ask(client, { max_tokens });
    // Its owner lifts it.
    await ada.client.from('api_keys').update({ monthly_credits: null }).eq('id', key.id);
    await ask(client, { max_tokens: 200 });
  });
});
