// referrals: who is invited by whom, when both are rewarded, and that each decision says why.
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { callAs } from '../support/call-as.ts';
import { ledgerViolations } from '../support/ledger-invariants.ts';
import { available } from '../support/membership.ts';
import { ownDatabase } from '../support/own-database.ts';
import { ORDERS, race } from '../support/race.ts';
import {
  centsOf,
  confirm,
  countersOf,
  decisionsOf,
  invite,
  join,
  referralOf,
  setRules,
} from '../support/rewards.ts';

const database = ownDatabase({ connections: 40 });
const WELCOME = 100; // the default plan's credits
let anna: string;

beforeEach(async () => {
  await setRules(database.pool);
  anna = await join(database.pool);
});
afterEach(async () => expect(await ledgerViolations(database.pool)).toEqual([]));

const enter = async (user: string, code: string) => {
  const [row] = await callAs(database.pool, user, 'select enter_referral_code($1) as answer', [
    code,
  ]);
  return row.answer;
};
const codeOf = async (user: string) => (await countersOf(database.pool, user)).code;

describe('a code', () => {
  it('is short, and has no letter that looks like another', async () => {
    expect(await codeOf(anna)).toMatch(/^[2-9A-HJ-NP-Z]{8}$/);
  });

  it('may be typed in small letters, with spaces and dashes', async () => {
    const code = await codeOf(anna);
    const ben = await join(database.pool, {
      data: { referral_code: ` ${code.slice(0, 4).toLowerCase()}-${code.slice(4)} ` },
    });
    expect(await referralOf(database.pool, ben)).toMatchObject({ referrer_id: anna });
  });

  it.each(['', '   ', 'nonsense', '0'.repeat(5000), 'ÄÖÜ', 42, null, { a: 1 }, ['x']])(
    'that is %j costs nobody the sign-up',
    async (referral_code) => {
      const ben = await join(database.pool, { data: { referral_code } });
      expect(await referralOf(database.pool, ben)).toBeUndefined();
      expect(await available(database.pool, ben)).toBe(WELCOME);
    },
  );

  it('counts a visitor once a day, and nobody for a code that is not there', async () => {
    const code = await codeOf(anna);
    const follow = async (visitor: string, of = code) =>
      (await database.pool.query('select count_referral_click($1, $2) as code', [of, visitor]))
        .rows[0].code;
    expect(await follow('one', code.toLowerCase())).toBe(code);
    await follow('one');
    await follow('two');
    expect(await follow('one', 'AAAAAAAA')).toBeNull();
    expect(await countersOf(database.pool, anna)).toMatchObject({ clicks: 2 });
  });
});

describe('who signs up with a code', () => {
  it('is rewarded with the referrer when the e-mail is confirmed, and not before', async () => {
    const ben = await invite(database.pool, anna, { isConfirmed: false });
    expect(await available(database.pool, ben)).toBe(WELCOME);
    expect(await centsOf(database.pool, anna)).toEqual({});
    await confirm(database.pool, ben);
    expect(await available(database.pool, ben)).toBe(WELCOME + 300);
    expect(await centsOf(database.pool, anna)).toEqual({ reward: 200 });
    expect(await decisionsOf(database.pool, ben)).toEqual([
      'taken: code_taken',
      'rewarded: condition_holds',
    ]);
    expect(await countersOf(database.pool, anna)).toMatchObject({
      sign_ups: 1,
      verified: 1,
      rewarded: 1,
      earned_cents: 200,
    });
  });

  it('is rewarded once, however often the e-mail is confirmed', async () => {
    const ben = await invite(database.pool, anna);
    await database.pool.query('update auth.users set email_confirmed_at = null where id = $1', [
      ben,
    ]);
    await confirm(database.pool, ben);
    expect(await centsOf(database.pool, anna)).toEqual({ reward: 200 });
  });

  it('gets what was promised then, whatever the rules are when it is due', async () => {
    const ben = await invite(database.pool, anna, { isConfirmed: false });
    await database.pool.query('update private.reward_rules set referrer_cents = 1 where id');
    await confirm(database.pool, ben);
    expect(await centsOf(database.pool, anna)).toEqual({ reward: 200 });
  });

  it('gets nothing where the product gives no rewards', async () => {
    await database.pool.query(`select private.apply_rewards('null')`);
    const ben = await invite(database.pool, anna);
    expect(await referralOf(database.pool, ben)).toBeUndefined();
    expect(await decisionsOf(database.pool, ben)).toEqual(['not_taken: no_rewards']);
  });
});

describe('who enters a code later', () => {
  it('is rewarded like everybody', async () => {
    const ben = await join(database.pool);
    expect(await enter(ben, await codeOf(anna))).toEqual({ is_taken: true, reason: 'code_taken' });
    expect(await available(database.pool, ben)).toBe(WELCOME + 300);
    expect(await centsOf(database.pool, anna)).toEqual({ reward: 200 });
  });

  it('has a week for it', async () => {
    const ben = await join(database.pool);
    await database.pool.query(
      `update public.profiles set created_at = now() - interval '8 days'
       where id in ($1, $2)`,
      [ben, anna],
    );
    await database.pool.query(
      `update public.profiles set created_at = now() - interval '9 days' where id = $1`,
      [anna],
    );
    const refusal = { is_taken: false, reason: 'window_over' };
    expect(await enter(ben, await codeOf(anna))).toEqual(refusal);
    expect(await decisionsOf(database.pool, ben)).toEqual(['not_taken: window_over']);
  });

  it.each([
    ['the own code', 'self', async (ben: string) => codeOf(ben)],
    ['a code that nobody has', 'unknown_code', async () => 'AAAAAAAA'],
  ])('%s is not taken, and the reason is kept', async (_, reason, code) => {
    const ben = await join(database.pool);
    expect(await enter(ben, await code(ben))).toEqual({ is_taken: false, reason });
    expect(await decisionsOf(database.pool, ben)).toEqual([`not_taken: ${reason}`]);
    expect(await referralOf(database.pool, ben)).toBeUndefined();
  });

  it('has one referrer for ever', async () => {
    const carl = await join(database.pool);
    const ben = await invite(database.pool, anna);
    expect(await enter(ben, await codeOf(carl))).toMatchObject({ reason: 'already_invited' });
    expect(await referralOf(database.pool, ben)).toMatchObject({ referrer_id: anna });
    await expect(
      database.pool.query('update private.referral set referrer_id = $1 where invited_id = $2', [
        carl,
        ben,
      ]),
    ).rejects.toThrow('ledger_is_append_only');
  });

  it('closes no circle, neither of two nor of many', async () => {
    const ben = await invite(database.pool, anna);
    const carl = await invite(database.pool, ben);
    for (const later of [ben, carl])
      expect(await enter(anna, await codeOf(later))).toMatchObject({ reason: 'circle' });
    expect(await decisionsOf(database.pool, anna)).toEqual([
      'not_taken: circle',
      'not_taken: circle',
    ]);
  });

  it('cannot guess codes: after ten that are not taken it is over for an hour', async () => {
    const ben = await join(database.pool);
    for (let nr = 0; nr < 10; nr += 1) await enter(ben, `AAAAAAA${(nr % 8) + 2}`);
    await expect(enter(ben, await codeOf(anna))).rejects.toMatchObject({ code: 'PT429' });
  });

  it.each(ORDERS)('two codes at once: one is taken (%s)', async (_, order) => {
    const carl = await join(database.pool);
    const ben = await join(database.pool);
    const codes = [await codeOf(anna), await codeOf(carl)];
    const act = (nr: number) => ({
      run: async (client: { query: (text: string, values: unknown[]) => Promise<unknown> }) => {
        await client.query(`select set_config('request.jwt.claims', $1, true)`, [
          JSON.stringify({ sub: ben }),
        ]);
        await client.query('select enter_referral_code($1)', [codes[nr]]);
      },
    });
    await race(database.pool, [act(0), act(1)], order);
    const made = await decisionsOf(database.pool, ben);
    expect(made.toSorted()).toEqual([
      'not_taken: already_invited',
      'rewarded: condition_holds',
      'taken: code_taken',
    ]);
  });

  it('a stranger without a token cannot', async () => {
    await expect(
      database.service.query('select enter_referral_code($1)', [await codeOf(anna)]),
    ).rejects.toMatchObject({ code: '42501' });
  });

  it('somebody suspended cannot', async () => {
    const ben = await join(database.pool);
    await database.pool.query(`update public.profiles set status = 'suspended' where id = $1`, [
      ben,
    ]);
    await expect(enter(ben, await codeOf(anna))).rejects.toMatchObject({ code: 'PT403' });
  });
});

describe('when an account is deleted', () => {
  let ben: string;
  beforeAll(async () => {
    ben = await join(database.pool);
  });

  it('of the referrer, the invited person still gets theirs', async () => {
    const carl = await invite(database.pool, ben, { isConfirmed: false });
    await database.pool.query('delete from auth.users where id = $1', [ben]);
    await confirm(database.pool, carl);
    expect(await available(database.pool, carl)).toBe(WELCOME + 300);
    expect(await decisionsOf(database.pool, carl)).toContain('rewarded: referrer_gone');
  });

  it('of the invited person, the referrer keeps the reward', async () => {
    const carl = await invite(database.pool, anna);
    await database.pool.query('delete from auth.users where id = $1', [carl]);
    expect(await centsOf(database.pool, anna)).toEqual({ reward: 200 });
  });
});
