// providers-off: a provider without a key is off, not broken. On a stack of its own, where only
// OpenAI has a stand-in.
import { createClient } from '@supabase/supabase-js';
import pg from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Stack, startStack } from '../../local/stack.ts';
import { providersAnswer } from '../../shared/contracts/providers.ts';
import { post, readAnswer } from '../support/chat.ts';

const ON = 'sleep-coach';
const OFF = 'provider-off';
let stack: Stack;
let database: pg.Client;
let person: { id: string; token: string };

beforeAll(async () => {
  stack = await startStack({ standIns: ['openai'] });
  database = new pg.Client(stack.dbUrl);
  await database.connect();
  await database.query(
    `insert into public.characters (slug, name, tagline, greeting, category, model, status)
     values ($1, 'Testa', 'Is tested.', 'Hello.', 'test', 'claude-haiku-4-5', 'published')`,
    [OFF],
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

async function send(character: string, id: string = crypto.randomUUID()) {
  const message = { text: 'Hello', character, id, chat: `${character}-chat` };
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

it('the status says which are on', async () => {
  const response = await fetch(`${stack.apiUrl}/functions/v1/chat/providers`, {
    headers: { authorization: `Bearer ${person.token}` },
  });
  const { providers } = providersAnswer.parse(await response.json());
  expect(providers.filter(({ is_on }) => is_on)).toEqual([{ provider: 'openai', is_on: true }]);
});
