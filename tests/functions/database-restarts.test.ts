// database-restarts: the database goes away between the beginning of a turn and its end, and comes
// back. On a stack of its own, whose Postgres really stops.
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, beforeEach, expect, it, vi } from 'vitest';
import { type Postgres, runPostgres } from '../../local/database/run-postgres.ts';
import { serves } from '../../local/database/serves.ts';
import { type Stack, startStack } from '../../local/stack.ts';
import { waitUntil } from '../../local/wait-until.ts';
import { post, readAnswer } from '../support/chat.ts';
import { signIn } from '../support/sign-in.ts';

// The Data API looks for a lost database after 1, 2, 4 and 8 seconds.
vi.setConfig({ testTimeout: 60_000 });

const CHARACTER = 'sleep-coach'; // 2 credits, 800 tokens at most
let stack: Stack;
let dataDir: string;
let server: Postgres | undefined;
let person: { id: string; token: string };
let balance: number;

beforeAll(async () => {
  stack = await startStack();
  await ask('delete from public.plan_limits');
  person = await signIn(stack, 'user@parley.test');
  [{ folder: dataDir }] = await ask(`select current_setting('data_directory') as folder`);
});

afterAll(async () => {
  await server?.stop();
  await stack.stop();
});

beforeEach(async () => {
  balance = (await wallet()).available;
});

/** By a connection that is gone when the server goes. */
// biome-ignore lint/suspicious/noExplicitAny: whatever is asked for.
async function ask(text: string, values: unknown[] = []): Promise<any> {
  const client = new pg.Client(stack.adminDbUrl);
  await client.connect();
  try {
    return (await client.query(text, values)).rows;
  } finally {
    await client.end();
  }
}

const port = () => Number(new URL(stack.dbUrl).port);

/** Stops as an operator does: open statements are ended, everything is written. */
async function stopDatabase(): Promise<void> {
  const [pid] = (await readFile(path.join(dataDir, 'postmaster.pid'), 'utf8')).split('\n');
  process.kill(Number(pid), 'SIGINT');
  await waitUntil('the database to be gone', async () => (await serves(port(), dataDir)) === 'no');
}

async function startDatabase(): Promise<void> {
  server = await runPostgres({ dataDir, port: port(), durable: false });
}

/** Kills one process of the server without warning: it ends all others and recovers. */
async function crashDatabase(): Promise<void> {
  const [{ pid }] = await ask(`
    select pid from pg_stat_activity where usename = 'authenticator' limit 1`);
  process.kill(pid, 'SIGKILL');
  await waitUntil('the crash', async () => !isRunning(pid));
  await waitUntil('the recovery', async () => (await serves(port(), dataDir)) === 'ready');
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

async function beginAnswer(id: string): Promise<{ gate: string; response: Response }> {
  const gate = crypto.randomUUID();
  const text = `Tell [[tokens=60]] [[gate=${gate} after=30]]`;
  const message = { id, chat: id, text, character: CHARACTER };
  const response = await post(person, message, stack.apiUrl);
  await waitUntil('a checkpoint', async () => (await turnOf(id)).content !== '');
  return { gate, response };
}

const openGate = (gate: string) =>
  fetch(new URL(`/__control/gates/${gate}`, stack.openaiUrl), { method: 'POST' });

async function hasEnded(gate: string): Promise<boolean> {
  const query = new URLSearchParams({ contains: gate, path: '/v1/chat/completions' });
  const asked = await fetch(new URL(`/__control/requests?${query}`, stack.openaiUrl));
  const { requests } = (await asked.json()) as { requests: { outcome: string }[] };
  return requests[0]?.outcome === 'answered';
}

async function wallet(): Promise<{ available: number; held: number }> {
  const [credits] = await ask(
    `select sum(balance - held)::integer as available, sum(held)::integer as held
     from private.ledger_account where owner_id = $1`,
    [person.id],
  );
  return credits;
}

async function turnOf(chat: string) {
  const [turn] = await ask(
    `select turn.state, content, charged_credits::integer
     from public.conversations as conversation
     join public.turns as turn on turn.conversation_id = conversation.id
     join public.messages as answer on answer.id = assistant_message_id
     where client_id = $1`,
    [chat],
  );
  return turn;
}

it('stopped and started while an answer ends: it is whole and charged once', async () => {
  const id = crypto.randomUUID();
  const { gate, response } = await beginAnswer(id);
  await stopDatabase();
  await openGate(gate);
  const answering = readAnswer(response);
  await waitUntil('the model to have said all', () => hasEnded(gate));
  await startDatabase();
  const answer = await answering;
  expect(answer.error).toBeUndefined();
  expect(answer.metadata.receipt).toMatchObject({ state: 'complete', charged_credits: 2 });
  expect(await turnOf(id)).toMatchObject({
    state: 'complete',
    content: answer.text,
    charged_credits: 2,
  });
  expect(await wallet()).toEqual({ available: balance - 2, held: 0 });
});

it('crashed in mid-answer: the same', async () => {
  const id = crypto.randomUUID();
  const { gate, response } = await beginAnswer(id);
  await crashDatabase();
  await openGate(gate);
  const answer = await readAnswer(response);
  expect(answer.metadata.receipt).toMatchObject({ state: 'complete', charged_credits: 2 });
  expect(await turnOf(id)).toMatchObject({
    state: 'complete',
    content: answer.text,
  });
  expect(await wallet()).toEqual({ available: balance - 2, held: 0 });
});

it('away when a message comes: 503, and sent again when it is back it is answered', async () => {
  const id = crypto.randomUUID();
  const message = { id, chat: id, text: 'Hello', character: CHARACTER };
  await stopDatabase();
  const refused = await readAnswer(await post(person, message, stack.apiUrl));
  expect([refused.status, refused.error?.code]).toEqual([503, 'database_unavailable']);
  await startDatabase();
  const answer = await waitUntil('an answer', async () => {
    const again = await readAnswer(await post(person, message, stack.apiUrl));
    return again.status === 200 && again;
  });
  expect(answer.metadata.receipt).toMatchObject({ state: 'complete', charged_credits: 2 });
  expect(await wallet()).toEqual({ available: balance - 2, held: 0 });
});
