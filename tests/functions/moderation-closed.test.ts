// moderation-closed: a product that shows nothing that could not be checked; on a stack of its own,
// as the rules are the whole product's.

import { createClient } from '@supabase/supabase-js';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Stack, startStack } from '../../local/stack.ts';
import { post, readAnswer } from '../support/chat.ts';

const CHARACTER = 'sleep-coach'; // 2 credits
let stack: Stack;
let database: pg.Client;
let person: { id: string; token: string };

beforeAll(async () => {
  stack = await startStack();
  database = new pg.Client(stack.dbUrl);
  await database.connect();
  await database.query(`update private.moderation_rules set on_failure = 'closed' where id`);
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

const say = async (text: string) =>
  readAnswer(await post(person, { text, character: CHARACTER }, stack.apiUrl));

describe('moderation that does not answer', () => {
  it('of a message: nothing of an answer is shown, kept or charged', async () => {
    const answer = await say('Hello [[moderation_status=503]]');
    expect([answer.status, answer.error?.code]).toEqual([503, 'moderation_unavailable']);
    expect(answer.text).toBe('');
    expect(await last()).toEqual({
      state: 'failed',
      content: '',
      charged: 0,
      decided: ['block unavailable'],
    });
  });

  it('of an answer: what was shown ends with an error and is not kept or charged', async () => {
    const answer = await say('Hello [[say=Fine ((moderation_status=500))]]');
    expect(answer.error?.code).toBe('moderation_unavailable');
    expect(await last()).toEqual({
      state: 'failed',
      content: '',
      charged: 0,
      decided: ['allow', 'block unavailable'],
    });
  });

  it('does not touch what it answers', async () => {
    expect((await say('Hello')).metadata.receipt).toMatchObject({ state: 'complete' });
    expect(await last()).toMatchObject({ charged: 2, decided: ['allow', 'allow'] });
  });
});

async function last() {
  const { rows } = await database.query(
    `select turn.state, content, charged_credits::int as charged, array(
       select concat_ws(' ', action, failure) from private.moderation_decision
       where subject_id = turn.id order by direction) as decided
     from public.turns as turn join public.messages as answer on answer.id = assistant_message_id
     where turn.user_id = $1 order by started_at desc limit 1`,
    [person.id],
  );
  return rows[0];
}
