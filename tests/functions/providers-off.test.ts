// providers-off: a provider without a key is off, not broken, and one that fails too often is left
// alone. On a stack of its own, where only OpenAI has a stand-in and everything is as shipped.
import { createClient } from '@supabase/supabase-js';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Stack, startStack } from '../../local/stack.ts';
import { providersAnswer } from '../../shared/contracts/providers.ts';
import { post, readAnswer } from '../support/chat.ts';

const ON = 'sleep-coach';
const OFF = 'provider-off';
const OFF_WITH_FALLBACK = 'provider-off-with-fallback';
let stack: Stack;
let database: pg.Client;
let person: { id: string; token: string };

beforeAll(async () => {
  stack = await startStack({ standIns: ['openai'] });
  database = new pg.Client(stack.dbUrl);
  await database.connect();
  await database.query(
    `insert into public.characters (slug, name, tagline, greeting, category, model, status)
     select slug, 'Testa', 'Is tested.', 'Hello.', 'test', model, 'published'
     from (values ($1, 'claude-opus-4-5'), ($2, 'claude-haiku-4-5')) as made (slug, model)`,
    [OFF, OFF_WITH_FALLBACK],
  );
  const client = createClient(stack.apiUrl, stack.publishableKey);
  const account = { email: 'user@parley.test', password: 'parley-demo-1' };
  const { data, error } = await client.auth.signInWithPassword(account);
  if (error) throw error;
  person = { id: data.user.id, token: data.session.access_token };
});

afterAll(async () => {
  await database.end();
  await stack.stop();
});

async function send(character: string, id: string = crypto.randomUUID(), text = 'Hello') {
  const message = { text, character, id, chat: `${character}-chat` };
  return readAnswer(await post(person, message, stack.apiUrl));
}

async function wallet(): Promise<{ balance: string; held: string }> {
  const { rows } = await database.query(
    'select sum(balance) as balance, sum(held) as held from private.ledger_account ' +
      'where owner_id = $1',
    [person.id],
  );
  return rows[0];
}

it('a character of a provider without a key: 503 with its name, nothing held', async () => {
  await send(ON); // So that there is a wallet to look at.
  const before = await wallet();
  const answer = await send(OFF);
  expect([answer.status, answer.error?.code]).toEqual([503, 'provider_not_configured']);
  expect(answer.error?.details).toMatchObject({
    provider: 'anthropic',
    receipt: { state: 'failed', charged_credits: 0, error_code: 'provider_not_configured' },
  });
  expect(await wallet()).toEqual({ ...before, held: '0' });
});

it('the same message again is the same refusal, and still free', async () => {
  const before = await wallet();
  const id = crypto.randomUUID();
  await send(OFF, id);
  expect((await send(OFF, id)).error?.code).toBe('provider_not_configured');
  expect(await wallet()).toEqual({ ...before, held: '0' });
});

it('the other characters notice nothing', async () => {
  expect((await send(ON)).metadata.receipt).toMatchObject({ state: 'complete' });
});

it('its fallback answers where there is one that is on', async () => {
  const { receipt } = (await send(OFF_WITH_FALLBACK)).metadata;
  expect(receipt).toMatchObject({ model: 'claude-haiku-4-5', models: ['gpt-4.1-mini'] });
});

it('the status says which are on', async () => {
  const on = (await status()).filter(({ is_on }) => is_on);
  expect(on).toEqual([{ provider: 'openai', is_on: true, state: 'closed', retry_at: null }]);
});

describe('a provider that fails five times', () => {
  const openai = async () => (await status()).find(({ provider }) => provider === 'openai');

  async function isAsked(text: string): Promise<boolean> {
    const address = `/__control/requests?contains=${text}&path=/v1/chat/completions`;
    const response = await fetch(new URL(address, stack.openaiUrl));
    const { requests } = (await response.json()) as { requests: object[] };
    return requests.length > 0;
  }

  it('is left alone: 503 at once, without asking it, and nothing is held', async () => {
    for (let nr = 0; nr < 5; nr++) {
      const failed = await send(ON, crypto.randomUUID(), 'Hello [[status=401]]');
      expect(failed.error?.code).toBe('provider_unavailable');
    }
    const before = await wallet();
    const text = crypto.randomUUID();
    const answer = await send(ON, crypto.randomUUID(), text);
    expect([answer.status, answer.error?.code]).toEqual([503, 'provider_unavailable']);
    expect(await isAsked(text)).toBe(false);
    expect(await wallet()).toEqual({ ...before, held: '0' });
    expect(await openai()).toMatchObject({ is_on: true, state: 'open' });
    expect(Date.parse((await openai())?.retry_at ?? '')).toBeGreaterThan(Date.now());
  });

  it('is tried after a while, and asked by all again once it has answered', async () => {
    await database.query('update private.provider_breaker set retry_at = now()');
    for (let nr = 0; nr < 2; nr++) {
      expect((await send(ON)).metadata.receipt).toMatchObject({ state: 'complete' });
      expect(await openai()).toMatchObject({ state: 'closed', retry_at: null });
    }
  });
});

async function status() {
  const response = await fetch(`${stack.apiUrl}/functions/v1/chat/providers`, {
    headers: { authorization: `Bearer ${person.token}` },
  });
  return providersAnswer.parse(await response.json()).providers;
}
