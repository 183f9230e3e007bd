// round-trips: how often the database is asked before the provider is. On a stack of its own: its
// Postgres counts what the Data API asks, whoever asked for it.
import pg from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { waitUntil } from '../../local/wait-until.ts';
import { post, readAnswer } from '../support/chat.ts';
import { ownStack } from '../support/own-stack.ts';

const CHARACTER = 'sleep-coach';
const own = ownStack();
let admin: pg.Client;

beforeAll(async () => {
  admin = new pg.Client(own.stack.adminDbUrl);
  await admin.connect();
});
afterAll(() => admin.end());

/** The functions that were called over the Data API, and tables that were read, and how often. */
async function askedOfDatabase(): Promise<Record<string, number>> {
  const { rows } = await admin.query<{ query: string; calls: string }>(`
    select query, calls from extensions.pg_stat_statements where query ~ 'pgrst_source'`);
  const asked: Record<string, number> = {};
  for (const { query, calls } of rows) {
    const [, name = query] = /"public"\."(\w+)"/.exec(query) ?? [];
    asked[name] = (asked[name] ?? 0) + Number(calls);
  }
  return asked;
}

it('one call begins a turn: it is all that happens before the provider is asked', async () => {
  const person = await own.signUp();
  const chat = crypto.randomUUID();
  const conversation = { p_character: CHARACTER, p_client_id: chat, p_title: 'Evening' };
  await person.client.rpc('create_conversation', conversation).throwOnError();
  const say = (text: string) =>
    post(person, { chat, text, character: CHARACTER }, own.stack.apiUrl).then(readAnswer);
  await say('Good evening'); // What is done once in a worker's life is done.
  await admin.query('select extensions.pg_stat_statements_reset()');

  const gate = crypto.randomUUID();
  const answer = say(`And now? [[gate=${gate} after=0]]`);
  const control = (path: string, method = 'GET') =>
    fetch(new URL(`/__control/gates/${path}`, own.stack.openaiUrl), { method });
  const asked = await waitUntil('the provider to be asked', async () => {
    const { arrived } = (await (await control(gate)).json()) as { arrived: number };
    return arrived > 0 && askedOfDatabase();
  });
  // Each second the worker says that it lives, also while it waits for the first word.
  delete asked.checkpoint_turn;
  expect(asked).toEqual({ begin_turn: 1 });
  await control(gate, 'POST');
  expect((await answer).metadata.receipt?.state).toBe('complete');
});
