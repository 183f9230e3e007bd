// worker-lost: the functions' process is killed in the middle of an answer. On a stack of its own,
// because everything that streams there goes down with it.
import pg from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Stack, startStack } from '../../local/stack.ts';
import { waitUntil } from '../../local/wait-until.ts';
import { post, readAnswer } from '../support/chat.ts';
import { signIn } from '../support/sign-in.ts';
import { textOf, watchAnswer } from '../support/watch-answer.ts';

const CHARACTER = 'sleep-coach'; // 2 credits, 800 tokens at most
let stack: Stack;
let database: pg.Client;
let person: { id: string; token: string };

beforeAll(async () => {
  stack = await startStack();
  database = new pg.Client(stack.dbUrl);
  await database.connect();
  person = await signIn(stack, 'user@parley.test');
});

afterAll(async () => {
  await database.end();
  await stack.stop();
});

it('leaves no held credit after the expiry job, and no answer without a state', async () => {
  const response = await post(
    person,
    { text: '[[tokens=100]] [[gate=never after=60]]', character: CHARACTER },
    stack.apiUrl,
  );
  const seen = watchAnswer(response);
  const stored = await waitUntil('a checkpoint', async () => {
    const { content } = await turn();
    return content.length > 100 && content;
  });
  expect(await wallet()).toEqual({ available: 98, held: 2 });

  await stack.functions.kill();
  expect(textOf(await seen)).toContain(stored.slice(0, 100));
  expect(await turn()).toMatchObject({ state: 'streaming', message_state: 'streaming' });

  // Ninety seconds pass, and the job runs as pg_cron runs it, but each second instead of minute.
  await database.query(`update private.ledger_hold set expires_at = now() - interval '1 second'`);
  await database.query(`
    select cron.alter_job(jobid, schedule => '1 seconds') from cron.job
    where jobname = 'sweep_holds'`);
  const swept = await waitUntil('the sweep', async () => {
    const now = await turn();
    return now.state !== 'streaming' && now;
  });
  expect(swept).toMatchObject({
    state: 'interrupted',
    message_state: 'interrupted',
    error_code: 'worker_lost',
    charged_credits: 1,
    content: stored,
  });
  expect(await wallet()).toEqual({ available: 99, held: 0 });
});

it('and the next turn works', async () => {
  const answer = await waitUntil('the functions to come back', async () => {
    const message = { text: 'Still there?', character: CHARACTER };
    const response = await post(person, message, stack.apiUrl);
    return response.ok && readAnswer(response);
  });
  expect(answer.metadata.receipt).toMatchObject({ state: 'complete', charged_credits: 2 });
});

async function turn() {
  const { rows } = await database.query(
    `select turn.state, charged_credits, error_code, answer.state as message_state, content
     from public.turns as turn join public.messages as answer on answer.id = assistant_message_id
     where user_id = $1 order by started_at limit 1`,
    [person.id],
  );
  return rows[0];
}

async function wallet() {
  const { rows } = await database.query(
    `select sum(balance - held)::bigint as available, sum(held)::bigint as held
     from private.ledger_account where owner_id = $1`,
    [person.id],
  );
  return rows[0];
}
