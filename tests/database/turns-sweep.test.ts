// turns-sweep: turns whose worker is lost, and what a worker that was only slow reports later.
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { queryAs } from '../support/economy-world.ts';
import { ledgerViolations } from '../support/ledger-invariants.ts';
import { ownDatabase } from '../support/own-database.ts';
import {
  begin,
  type Call,
  checkpoint,
  end,
  expireTurn,
  makeCharacter,
  makePerson,
  overSql,
  read,
  sweep,
} from '../support/turn.ts';
import { expire, hold, openWallet, readCredits, settle } from '../support/wallet.ts';

// 10 tokens of 100: one tenth of the price.
const TENTH = 'x'.repeat(40);

const database = ownDatabase({ connections: 4 });
let call: Call;
let testa: string;

beforeAll(async () => {
  call = overSql(database.service);
  testa = await makeCharacter(database.pool, { price: 10, maxOutputTokens: 100 });
});
afterEach(async () => {
  expect(await ledgerViolations(database.pool)).toEqual([]);
});

async function begun(credits: number) {
  const user = await makePerson(database.pool, credits);
  const asked = { user, character: testa, chat: 'c', message: 'm' };
  return { user, asked, turn: await begin(call, asked) };
}

/** A turn that the sweep has closed after `delivered` was stored. */
async function swept(credits: number, delivered: string) {
  const started = await begun(credits);
  if (delivered) await checkpoint(call, started.turn, delivered);
  await expireTurn(database.pool, started.turn.turn_id);
  expect(await sweep(database.pool)).toBe(1);
  return started;
}

/** stop_turn, as the person. */
async function stop(user: string, turnId: string): Promise<void> {
  const client = await database.pool.connect();
  try {
    await queryAs(client, user, 'public.stop_turn($2)', [turnId]);
  } finally {
    client.release();
  }
}

async function creditsOf(user: string) {
  const { plan, bought, held } = await readCredits(database.pool, user);
  return { left: plan + bought, held };
}

describe('the sweep', () => {
  it('closes a turn without a word as failed and gives everything back', async () => {
    const { user, turn } = await swept(20, '');
    expect(await read(call, turn.turn_id)).toMatchObject({
      state: 'failed',
      text: '',
      receipt: { state: 'failed', charged_credits: 0, error_code: 'worker_lost' },
    });
    expect(await creditsOf(user)).toEqual({ left: 20, held: 0 });
  });

  it('charges what was delivered until then, and gives back the rest', async () => {
    const { user, turn } = await swept(20, TENTH);
    expect(await read(call, turn.turn_id)).toMatchObject({
      state: 'interrupted',
      text: TENTH,
      receipt: { charged_credits: 1, refunded_credits: 9, error_code: 'worker_lost' },
    });
    expect(await creditsOf(user)).toEqual({ left: 19, held: 0 });
  });

  it('leaves alone what still has time, and what has ended', async () => {
    const [running, ended] = [await begun(20), await begun(20)];
    await end(call, ended.turn);
    expect(await sweep(database.pool)).toBe(0);
    expect((await read(call, running.turn.turn_id))?.state).toBe('streaming');
    expect((await read(call, ended.turn.turn_id))?.state).toBe('complete');
    await end(call, running.turn);
  });

  it('leaves alone a turn that was expired and has reported since', async () => {
    const { turn } = await begun(20);
    await expireTurn(database.pool, turn.turn_id);
    expect(await checkpoint(call, turn, 'Here I am.')).toBe(true);
    expect(await sweep(database.pool)).toBe(0);
    const { rows } = await database.pool.query(
      `select expires_at > now() + interval '1 minute' as is_renewed
       from private.ledger_hold where id = (select hold_id from public.turns where id = $1)`,
      [turn.turn_id],
    );
    expect(rows).toEqual([{ is_renewed: true }]);
    await end(call, turn);
  });

  it('closes many turns and holds of several people in one go', async () => {
    const lost = [await begun(20), await begun(20), await begun(20)];
    const owner = await openWallet(database.pool, { plan: 5 });
    const held = [await hold(database.pool, owner, 2), await hold(database.pool, owner, 3)];
    for (const { turn } of lost) await expireTurn(database.pool, turn.turn_id);
    for (const { id } of held) await expire(database.pool, id);
    expect(await sweep(database.pool)).toBe(5);
    expect(await sweep(database.pool)).toBe(0);
    for (const { user } of lost) expect(await creditsOf(user)).toEqual({ left: 20, held: 0 });
    expect(await creditsOf(owner)).toEqual({ left: 5, held: 0 });
  });

  it('frees the hold of a person whose account was deleted in mid-turn', async () => {
    const { user, turn } = await begun(20);
    await expireTurn(database.pool, turn.turn_id);
    await database.pool.query('delete from auth.users where id = $1', [user]);
    expect(await creditsOf(user)).toEqual({ left: 20, held: 10 });
    expect(await sweep(database.pool)).toBe(1);
    expect(await creditsOf(user)).toEqual({ left: 20, held: 0 });
  });

  it('does nothing while another sweep is at work', async () => {
    const { turn } = await begun(20);
    await expireTurn(database.pool, turn.turn_id);
    const other = await database.pool.connect();
    try {
      await other.query('begin');
      expect(await sweep(other)).toBe(1);
      expect(await sweep(database.pool)).toBe(0);
      await other.query('commit');
    } finally {
      other.release();
    }
  });

  it('passes over whoever reports while it works', async () => {
    const user = await makePerson(database.pool, 10_000);
    const turns = await Promise.all(
      Array.from({ length: 200 }, () => begin(call, { user, character: testa, chat: 'c' })),
    );
    for (const { turn_id } of turns) await expireTurn(database.pool, turn_id);
    const reports = turns.map((turn) => checkpoint(call, turn, TENTH));
    while ((await sweep(database.pool)) > 0);
    const states = (await Promise.all(reports)).map((taken) => (taken ? 'streaming' : 'failed'));
    const answers = await Promise.all(turns.map(({ turn_id }) => read(call, turn_id)));
    expect(answers.map((answer) => answer?.state)).toEqual(states);
    await Promise.all(turns.map((turn) => end(call, turn)));
    expect((await creditsOf(user)).held).toBe(0);
  });

  it('runs every minute', async () => {
    const { rows } = await database.pool.query(
      `select schedule, command, active from cron.job where jobname = 'sweep_holds'`,
    );
    expect(rows).toEqual([
      { schedule: '* * * * *', command: 'select private.sweep_holds()', active: true },
    ]);
  });
});

describe('a settlement later than the sweep', () => {
  it('charges the rest and stores the whole answer', async () => {
    const { user, turn } = await swept(20, TENTH);
    const ending = { text: 'The whole answer.', finishReason: 'stop', outputTokens: 60 };
    expect(await end(call, turn, ending)).toMatchObject({
      state: 'complete',
      held_credits: 10,
      charged_credits: 10,
      refunded_credits: 0,
      available_credits: 10,
      finish_reason: 'stop',
      output_tokens: 60,
      error_code: null,
    });
    expect(await read(call, turn.turn_id)).toMatchObject({ text: 'The whole answer.' });
    expect(await creditsOf(user)).toEqual({ left: 10, held: 0 });
  });

  it.each([
    ['stopped', 35, 4],
    ['interrupted', 35, 4],
    ['failed', 35, 4],
    ['stopped', 1, 1],
  ])('as %s with %i tokens charges %i in all', async (state, outputTokens, charged) => {
    const { user, turn } = await swept(20, TENTH);
    const receipt = await end(call, turn, { state, text: TENTH, outputTokens });
    expect(receipt.charged_credits).toBe(charged);
    expect(receipt.state).toBe(state === 'failed' ? 'interrupted' : state);
    expect(await creditsOf(user)).toEqual({ left: 20 - charged, held: 0 });
  });

  it('of a turn that was closed as failed charges all of it', async () => {
    const { user, turn } = await swept(20, '');
    expect(await end(call, turn)).toMatchObject({ state: 'complete', charged_credits: 10 });
    expect(await creditsOf(user)).toEqual({ left: 10, held: 0 });
  });

  it.each([
    [3, 4],
    [0, 1],
  ])('takes what is left when only %i credits are: %i in all', async (left, charged) => {
    const { user, turn } = await swept(10, TENTH);
    const spent = await hold(database.pool, user, 9 - left);
    expect(await end(call, turn)).toMatchObject({ state: 'complete', charged_credits: charged });
    await settle(database.pool, spent.id, 0);
    expect(await creditsOf(user)).toEqual({ left: 10 - charged, held: 0 });
  });

  it.each([
    ['complete', 10],
    ['interrupted', 4],
  ])('of an answer that was to stop charges what it came to: %s', async (state, charged) => {
    const { user, turn } = await begun(20);
    await checkpoint(call, turn, TENTH);
    await stop(user, turn.turn_id);
    await expireTurn(database.pool, turn.turn_id);
    expect(await sweep(database.pool)).toBe(1);
    expect((await read(call, turn.turn_id))?.state).toBe('stopped');
    expect(await end(call, turn, { state, outputTokens: 35 })).toMatchObject({
      state,
      charged_credits: charged,
    });
    expect(await creditsOf(user)).toEqual({ left: 20 - charged, held: 0 });
  });

  it('counts once, whatever is reported after it', async () => {
    const { user, turn } = await swept(20, TENTH);
    const receipt = await end(call, turn, { state: 'stopped', text: TENTH, outputTokens: 35 });
    expect(await end(call, turn)).toEqual(receipt);
    expect(await creditsOf(user)).toEqual({ left: 16, held: 0 });
  });

  it('gives back what the sweep charged too much, once', async () => {
    const { user, turn } = await swept(20, 'x'.repeat(200));
    expect(await creditsOf(user)).toEqual({ left: 15, held: 0 });
    const ending = { state: 'stopped', text: 'x'.repeat(200), outputTokens: 20 };
    const receipt = await end(call, turn, ending);
    expect(receipt).toMatchObject({ charged_credits: 5, refunded_credits: 8 });
    expect(await end(call, turn, ending)).toEqual(receipt);
    expect(await creditsOf(user)).toEqual({ left: 18, held: 0 });
  });

  it('says that the answer was blocked: it is emptied, and its price given back', async () => {
    const { user, turn } = await swept(20, TENTH);
    const ending = { state: 'interrupted', text: '', errorCode: 'answer_blocked' };
    const receipt = await end(call, turn, ending);
    expect(receipt).toMatchObject({ error_code: 'answer_blocked', refunded_credits: 10 });
    expect(await read(call, turn.turn_id)).toMatchObject({ text: '' });
    expect(await end(call, turn, { text: 'Too late.' })).toEqual(receipt);
    expect(await creditsOf(user)).toEqual({ left: 20, held: 0 });
  });

  it('that has no word to add changes nothing', async () => {
    const { user, turn } = await swept(20, TENTH);
    const receipt = await end(call, turn, { state: 'failed', text: '', errorCode: 'other' });
    expect(receipt).toMatchObject({ state: 'interrupted', error_code: 'worker_lost' });
    expect(await read(call, turn.turn_id)).toMatchObject({ text: TENTH });
    expect(await creditsOf(user)).toEqual({ left: 19, held: 0 });
  });

  it('of an attempt before the open one changes nothing', async () => {
    const { user, asked, turn } = await swept(20, '');
    const second = await begin(call, asked);
    expect(second).toMatchObject({ attempt: 2, is_repeat: false });
    expect(await end(call, turn)).toMatchObject({ state: 'streaming', charged_credits: 0 });
    expect(await creditsOf(user)).toEqual({ left: 20, held: 10 });
    expect(await end(call, second)).toMatchObject({ state: 'complete', charged_credits: 10 });
    expect(await end(call, turn, { text: 'Old.' })).toMatchObject({ charged_credits: 10 });
    expect(await read(call, turn.turn_id)).toMatchObject({ text: 'A whole answer.' });
    expect(await creditsOf(user)).toEqual({ left: 10, held: 0 });
  });

  it('costs nothing where the character is free', async () => {
    const user = await makePerson(database.pool, 0);
    const character = await makeCharacter(database.pool, { price: 0 });
    const turn = await begin(call, { user, character });
    await checkpoint(call, turn, TENTH);
    await expireTurn(database.pool, turn.turn_id);
    expect(await sweep(database.pool)).toBe(1);
    expect(await end(call, turn)).toMatchObject({ state: 'complete', charged_credits: 0 });
  });
});

it('a settlement after the lease, before the sweep, is an ordinary one', async () => {
  const { user, turn } = await begun(20);
  await expireTurn(database.pool, turn.turn_id);
  expect(await end(call, turn)).toMatchObject({ state: 'complete', charged_credits: 10 });
  expect(await sweep(database.pool)).toBe(0);
  expect(await creditsOf(user)).toEqual({ left: 10, held: 0 });
});
