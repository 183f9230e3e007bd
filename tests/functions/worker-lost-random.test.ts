// worker-lost-random: the functions' process is killed at random moments of many answers. What was
// promised: no turn without an end, no credit that stays held, and of what a reader saw nothing is
// lost but the last quarter of a second. On a stack of its own.

import fc from 'fast-check';
import type pg from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Stack, startStack } from '../../local/stack.ts';
import { waitUntil } from '../../local/wait-until.ts';
import { post } from '../support/chat.ts';
import { checkRandomly, timeLimitMs } from '../support/check-randomly.ts';
import { ledgerViolations } from '../support/ledger-invariants.ts';
import { openPool } from '../support/open-pool.ts';
import { signIn } from '../support/sign-in.ts';
import { textOf, type Watched, watchAnswer } from '../support/watch-answer.ts';

const TURNS_AT_ONCE = 10;
const KILLS = 10;
const TOKENS = 120;
const TOKENS_PER_SECOND = 80;
const ANSWER_MS = (TOKENS / TOKENS_PER_SECOND) * 1000;
const CHARACTER = 'sleep-coach'; // 2 credits, 800 tokens at most
const CHECKPOINT_MS = 250;
/**
 * The quarter of a second is between two checkpoints. Words that came while one was on its way are
 * lost with it, so what it takes is added: here ten answers store at once, on two cores that they
 * share with all else.
 */
const STORING_MS = 250;
/** As many of the hundred are cut in mid-answer at the least; else this would say nothing. */
const LEAST_CUT = 20;

let stack: Stack;
let database: pg.Pool;
let person: { id: string; token: string };
const losses: number[] = [];

beforeAll(async () => {
  stack = await startStack();
  database = openPool({ connectionString: stack.dbUrl });
  await database.query('delete from public.plan_limits');
  person = await signIn(stack, 'user@parley.test');
  await database.query(`select private.grant_credits($1, 1000000, 'kills', 'test')`, [person.id]);
});

afterAll(async () => {
  await database.end();
  await stack.stop();
});

it(
  'a hundred answers and ten deaths: each has its end, its charge and its words',
  async () => {
    await checkRandomly(
      [fc.integer({ min: 0, max: ANSWER_MS * 1.2 })],
      async (killAfterMs) => {
        const { answers, killedAt } = await killWhileStreaming(killAfterMs);
        await sweepUp();
        for (const { chat, watched } of answers) await checkTurn(chat, watched, killedAt);
        expect(await ledgerViolations(database, [person.id])).toEqual([]);
      },
      { runs: KILLS, isRepeatable: false },
    );
    losses.sort((one, other) => one - other);
    const at = (share: number) => Math.round(losses[Math.floor(losses.length * share)] ?? 0);
    expect(losses.length).toBeGreaterThan(LEAST_CUT);
    expect(at(0.5)).toBeLessThan(CHECKPOINT_MS);
    console.info(`lost to readers, of ${losses.length}: p50 ${at(0.5)} ms, p99 ${at(0.99)} ms`);
  },
  timeLimitMs(KILLS * 15),
);

interface Answer {
  chat: string;
  /** Nothing when the answer had not begun. */
  watched: Watched | undefined;
}

async function killWhileStreaming(
  killAfterMs: number,
): Promise<{ answers: Answer[]; killedAt: number }> {
  const text = `Tell [[tokens=${TOKENS} tokens_per_second=${TOKENS_PER_SECOND}]]`;
  const asked = Array.from({ length: TURNS_AT_ONCE }, () => {
    const chat = crypto.randomUUID();
    const message = { chat, text, character: CHARACTER };
    const begun = post(person, message, stack.apiUrl).catch(() => undefined);
    const watched = begun.then((response) => (response?.ok ? watchAnswer(response) : undefined));
    return { chat, begun, watched };
  });
  await Promise.race(asked.map(({ begun }) => begun));
  await new Promise((resolve) => setTimeout(resolve, killAfterMs));
  const killedAt = performance.now();
  await stack.functions.kill();
  const answers = asked.map(async ({ chat, watched }) => ({ chat, watched: await watched }));
  return { answers: await Promise.all(answers), killedAt };
}

/** The functions are there again, ninety seconds pass, and the job runs. */
async function sweepUp(): Promise<void> {
  await waitUntil('the functions to come back', async () => {
    const answer = await fetch(`${stack.apiUrl}/functions/v1/chat/providers`);
    return answer.status === 401;
  });
  await waitUntil('the last statement of the dead', async () => {
    const { rows } = await database.query(`
      select from pg_stat_activity where state <> 'idle' and usename = 'authenticator'`);
    return rows.length === 0;
  });
  await database.query(`
    update private.ledger_hold set expires_at = now() - interval '1 second' where state = 'held'`);
  await database.query('select private.sweep_holds()');
}

async function checkTurn(chat: string, watched: Watched | undefined, killedAt: number) {
  const { rows } = await database.query(
    `select turn.state, charged_credits, answer.state as message_state, content,
       hold.state as hold_state
     from public.conversations as conversation
     join public.turns as turn on turn.conversation_id = conversation.id
     join public.messages as answer on answer.id = assistant_message_id
     join private.ledger_hold as hold on hold.id = hold_id
     where client_id = $1`,
    [chat],
  );
  const [turn] = rows;
  if (!turn) return expect(watched).toBeUndefined(); // Killed before it began.
  expect(turn.message_state).toBe(turn.state);
  expect(turn.hold_state).not.toBe('held');
  expect(turn.charged_credits > 0).toBe(turn.content !== '');
  if (watched?.isWhole) expect(turn).toMatchObject({ state: 'complete', content: textOf(watched) });
  else expect(['complete', 'interrupted', 'failed']).toContain(turn.state);
  if (watched && turn.state !== 'complete') expectKept(turn.content, watched, killedAt);
}

/** The stored text is what was seen, but for what came shortly before the death. */
function expectKept(stored: string, watched: Watched, killedAt: number): void {
  const seen = textOf(watched);
  expect(seen.slice(0, stored.length)).toBe(stored);
  let length = 0;
  const lost = watched.deltas.find(({ text }) => {
    length += text.length;
    return length > stored.length;
  });
  const lostMs = lost ? killedAt - lost.at : 0;
  losses.push(lostMs);
  expect(lostMs).toBeLessThan(CHECKPOINT_MS + STORING_MS);
}
