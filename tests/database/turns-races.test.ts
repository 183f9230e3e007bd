// turns-races: two calls meet at the same turn, conversation or credits, in every order of their
// steps, and with the first, the second, both or none of them taken back.
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { ledgerViolations } from '../support/ledger-invariants.ts';
import { ownDatabase } from '../support/own-database.ts';
import { type Act, ORDERS, race } from '../support/race.ts';
import {
  begin,
  type Call,
  type Context,
  checkpoint,
  end,
  expireTurn,
  makeCharacter,
  makePerson,
  overSql,
  type Receipt,
  read,
  refusalOf,
  sweep,
} from '../support/turn.ts';
import { readCredits } from '../support/wallet.ts';

const TENTH = 'x'.repeat(40);

const database = ownDatabase({ connections: 8 });
let call: Call;
let testa: string;

beforeAll(async () => {
  call = overSql(database.service);
  testa = await makeCharacter(database.pool, { price: 10, maxOutputTokens: 100 });
});
const people: string[] = [];
afterEach(async () => {
  expect(await ledgerViolations(database.pool, people.splice(0))).toEqual([]);
});

async function person(credits: number): Promise<string> {
  const id = await makePerson(database.pool, credits);
  people.push(id);
  return id;
}

async function begun({ credits = 20, delivered = '', isExpired = false, isSwept = false } = {}) {
  const user = await person(credits);
  const asked = { user, character: testa, chat: 'c', message: 'm' };
  const turn = await begin(call, asked);
  if (delivered) await checkpoint(call, turn, delivered);
  if (isExpired || isSwept) await expireTurn(database.pool, turn.turn_id);
  if (isSwept) await sweep(database.pool);
  return { user, asked, turn };
}

async function creditsOf(user: string) {
  const { plan, bought, held } = await readCredits(database.pool, user);
  return { left: plan + bought, held };
}

/** The turn as stored; fails when there is none. */
async function stored({ turn_id }: Pick<Context, 'turn_id'>): Promise<Receipt> {
  const answer = await read(call, turn_id);
  if (!answer) throw new Error(`There is no turn ${turn_id}.`);
  return answer.receipt;
}

const ENDS = (['commit', 'rollback'] as const).flatMap((first) =>
  (['commit', 'rollback'] as const).map((second) => [first, second] as const),
);
const RACES = ORDERS.flatMap(([name, order]) =>
  ENDS.map(([first, second]) => ({ name, order, first, second })),
);

describe.each(RACES)('$name, $first and $second', ({ order, first, second }) => {
  const ends = [first, second];
  const bothCommit = first === 'commit' && second === 'commit';
  const run = (one: Act['run'], two: Act['run']) =>
    race(
      database.pool,
      [
        { run: one, end: first },
        { run: two, end: second },
      ],
      order,
    );

  it('a message sent twice: one turn, one hold', async () => {
    const user = await person(20);
    const asked = { user, character: testa, chat: 'c', message: 'm' };
    const outcomes = await run(
      (client) => begin(overSql(client), asked),
      (client) => begin(overSql(client), asked),
    );
    const contexts = outcomes.map(({ code, value }) => {
      expect(code).toBeUndefined();
      return value as Context;
    });
    if (bothCommit) {
      expect(contexts[0]?.turn_id).toBe(contexts[1]?.turn_id);
      expect(contexts.filter(({ is_repeat }) => !is_repeat)).toHaveLength(1);
    }
    expect(await creditsOf(user)).toEqual({ left: 20, held: ends.includes('commit') ? 10 : 0 });
  });

  it('two messages on credits for one turn: one starts, the other is told', async () => {
    const user = await person(10);
    const asked = { user, character: testa, chat: 'c' };
    const outcomes = await run(
      (client) => begin(overSql(client), { ...asked, message: 'm1' }),
      (client) => begin(overSql(client), { ...asked, message: 'm2' }),
    );
    const codes = outcomes.map(({ code }) => code);
    if (bothCommit) expect(codes.toSorted()).toEqual(['PT402', undefined]);
    for (const code of codes) expect([undefined, 'PT402']).toContain(code);
    const started = codes.filter((code, side) => !code && ends[side] === 'commit').length;
    expect(await creditsOf(user)).toEqual({ left: 10, held: 10 * started });
  });

  it('the answer and the sweep: charged its price, or what was stored and trued up', async () => {
    const { user, turn } = await begun({ delivered: TENTH, isExpired: true });
    await run((client) => end(overSql(client), turn), sweep);
    await sweep(database.pool);
    const receipt = await stored(turn);
    expect(receipt.state).toBe(first === 'commit' ? 'complete' : 'interrupted');
    expect(receipt.charged_credits).toBe(first === 'commit' ? 10 : 1);
    expect(await creditsOf(user)).toEqual({ left: 20 - receipt.charged_credits, held: 0 });
  });

  it('a stop and the end of the answer: one of them decides, both get its receipt', async () => {
    const { user, turn } = await begun();
    const [whole, stop] = await run(
      (client) => end(overSql(client), turn),
      (client) => end(overSql(client), turn, { state: 'stopped', text: TENTH }),
    );
    const receipt = await stored(turn);
    if (bothCommit) {
      expect(whole.value).toEqual(stop.value);
      expect(whole.value).toEqual(receipt);
    }
    const charged = { complete: 10, stopped: 1 }[receipt.state as string] ?? 0;
    expect(receipt.charged_credits).toBe(charged);
    expect((await creditsOf(user)).left).toBe(20 - charged);
  });

  it('the message sent again and the late answer of its first attempt: one is paid', async () => {
    const { user, asked, turn } = await begun({ isSwept: true });
    const [again, late] = await run(
      (client) => begin(overSql(client), asked),
      (client) => end(overSql(client), turn),
    );
    expect([again.code, late.code]).toEqual([undefined, undefined]);
    const receipt = await stored(turn);
    if (bothCommit) {
      const isRepeat = (again.value as Context).is_repeat;
      expect(receipt.state).toBe(isRepeat ? 'complete' : 'streaming');
    }
    const expected = {
      complete: { left: 10, held: 0 },
      streaming: { left: 20, held: 10 },
      failed: { left: 20, held: 0 },
    }[receipt.state as string];
    expect(await creditsOf(user)).toEqual(expected);
  });

  it('the message sent again twice: one new attempt', async () => {
    const { user, asked, turn } = await begun({ isSwept: true });
    const outcomes = await run(
      (client) => begin(overSql(client), asked),
      (client) => begin(overSql(client), asked),
    );
    if (bothCommit) {
      expect(outcomes.map(({ value }) => (value as Context).attempt)).toEqual([2, 2]);
      expect(outcomes.filter(({ value }) => !(value as Context).is_repeat)).toHaveLength(1);
    }
    const isOpen = ends.includes('commit');
    expect((await stored(turn)).state).toBe(isOpen ? 'streaming' : 'failed');
    expect(await creditsOf(user)).toEqual({ left: 20, held: isOpen ? 10 : 0 });
  });

  it('a checkpoint and the sweep: it is open exactly when the checkpoint was taken', async () => {
    const { turn } = await begun({ isExpired: true });
    const [taken] = await run((client) => checkpoint(overSql(client), turn, TENTH), sweep);
    const { state } = await stored(turn);
    if (bothCommit) expect(state).toBe(taken.value ? 'streaming' : 'failed');
    if (taken.value && first === 'commit') {
      expect(await read(call, turn.turn_id)).toMatchObject({ text: TENTH });
      await sweep(database.pool);
      expect((await stored(turn)).state).toBe('streaming');
    }
  });

  it('two late answers: one is charged', async () => {
    const { user, turn } = await begun({ delivered: TENTH, isSwept: true });
    const [whole, stop] = await run(
      (client) => end(overSql(client), turn),
      (client) => end(overSql(client), turn, { state: 'stopped', text: TENTH, outputTokens: 50 }),
    );
    if (bothCommit) expect(whole.value).toEqual(stop.value);
    const { state, charged_credits } = await stored(turn);
    expect(charged_credits).toBe({ complete: 10, stopped: 5, interrupted: 1 }[state as string]);
    expect(await creditsOf(user)).toEqual({ left: 20 - charged_credits, held: 0 });
  });

  it('a late answer and another turn want the last credits: none is spent twice', async () => {
    const { user, turn } = await begun({ credits: 11, delivered: TENTH, isSwept: true });
    const next = { user, character: testa, chat: 'c', message: 'next' };
    const [late, other] = await run(
      (client) => end(overSql(client), turn),
      (client) => begin(overSql(client), next),
    );
    expect(late.code).toBeUndefined();
    expect([undefined, 'PT402']).toContain(other.code);
    if (bothCommit) {
      const charged = (await stored(turn)).charged_credits;
      expect([charged, other.code]).toEqual(other.code ? [10, 'PT402'] : [1, undefined]);
    }
  });

  it('a turn ends while its account is deleted: both are done, nothing stays held', async () => {
    const { user, turn } = await begun();
    const [, deletion] = await run(
      (client) => end(overSql(client), turn),
      (client) => client.query('delete from auth.users where id = $1', [user]),
    );
    expect(deletion.code).toBeUndefined();
    if (second === 'rollback') return;
    expect(await refusalOf(read(call, turn.turn_id))).toMatchObject({ code: 'PT404' });
    await database.pool.query(
      `update private.ledger_hold set expires_at = now() - interval '1 second'
       where owner_id = $1 and state = 'held'`,
      [user],
    );
    await sweep(database.pool);
    expect((await creditsOf(user)).held).toBe(0);
  });
});
