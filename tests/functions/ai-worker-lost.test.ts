// ai-worker-lost: the functions' process is killed while it streams to a program. On a stack of its
// own, because everything that streams there goes down with it.

import { createClient } from '@supabase/supabase-js';
import OpenAI from 'openai';
import pg from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Stack, startStack } from '../../local/stack.ts';
import { waitUntil } from '../../local/wait-until.ts';
import { openaiFor } from '../support/developer.ts';

const MODEL = 'gpt-4.1-mini';
let stack: Stack;
let database: pg.Client;
let openai: OpenAI;

beforeAll(async () => {
  stack = await startStack();
  database = new pg.Client(stack.dbUrl);
  await database.connect();
  const client = createClient(stack.apiUrl, stack.publishableKey);
  const account = { email: 'premium@parley.test', password: 'parley-demo-2' };
  const { error } = await client.auth.signInWithPassword(account);
  if (error) throw error;
  const { data } = await client.rpc('create_api_key', { p_name: 'Test' });
  openai = openaiFor(data, stack.apiUrl);
});

afterAll(async () => {
  await database.end();
  await stack.stop();
});

it('what was delivered is charged by the sweep, and the caller is told by the cut', async () => {
  const content = '[[tokens=400]] [[gate=never after=300]]';
  const stream = await openai.chat.completions.create({
    model: MODEL,
    messages: [{ role: 'user', content }],
    max_tokens: 8000,
    stream: true,
  });
  const seen = readUntilCut(stream);
  await waitUntil('a checkpoint', async () => Number((await action()).delivered_bytes) > 500);

  await stack.functions.kill();
  const text = await seen;
  expect(await action()).toMatchObject({ state: 'running', charged_credits: 0 });

  // The lease ends, and the job runs as pg_cron runs it, only each second instead of each minute.
  await database.query(`update private.ledger_hold set expires_at = now() - interval '1 second'
    where state = 'held'`);
  await database.query(`
    select cron.alter_job(jobid, schedule => '1 seconds') from cron.job
    where jobname = 'sweep_actions'`);
  const swept = await waitUntil('the sweep', async () => {
    const now = await action();
    return now.state !== 'running' && now;
  });
  expect(swept).toMatchObject({
    state: 'interrupted',
    error_code: 'worker_lost',
    open_holds: 0,
  });
  expect(Number(swept.delivered_bytes)).toBeGreaterThan(500);
  expect(Number(swept.delivered_bytes)).toBeLessThanOrEqual(Buffer.byteLength(text));
  expect(Number(swept.charged_credits)).toBeGreaterThan(0);
  expect(Number(swept.charged_credits)).toBeLessThan(Number(swept.held_credits));

  const again = await waitUntil('the functions to come back', async () => {
    const messages = [{ role: 'user' as const, content: 'Still there?' }];
    return openai.chat.completions.create({ model: MODEL, messages }).catch((error) => {
      if (error instanceof OpenAI.APIError) return undefined;
      throw error;
    });
  });
  expect(again.choices[0]?.finish_reason).toBe('stop');
});

async function readUntilCut(stream: AsyncIterable<OpenAI.ChatCompletionChunk>): Promise<string> {
  let text = '';
  try {
    for await (const chunk of stream) text += chunk.choices[0]?.delta.content ?? '';
  } catch {
    return text;
  }
  throw new Error('The stream ended as if it were complete.');
}

async function action(): Promise<Record<string, string | number | null>> {
  const { rows } = await database.query(
    `select state, delivered_bytes, held_credits, charged_credits, error_code,
       (select count(*) from private.ledger_hold where state = 'held') as open_holds
     from public.actions order by started_at limit 1`,
  );
  return rows[0];
}
