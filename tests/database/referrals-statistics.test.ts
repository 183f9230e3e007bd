// referrals-statistics: counters, history and leaderboard: right at once, small for ever, nameless.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { callAs } from '../support/call-as.ts';
import { ledgerViolations } from '../support/ledger-invariants.ts';
import { ownDatabase } from '../support/own-database.ts';
import { sequentialScans } from '../support/plans-of.ts';
import { centsOf, confirm, countersOf, invite, join, setRules } from '../support/rewards.ts';

const database = ownDatabase({ connections: 40 });
let anna: string;

beforeEach(async () => {
  await setRules(database.pool);
  anna = await join(database.pool);
});
afterEach(async () => expect(await ledgerViolations(database.pool)).toEqual([]));

const codeOf = async (user: string) => (await countersOf(database.pool, user)).code;

describe('statistics', () => {
  it('stay right when sixty sign up at once, half of them confirmed', async () => {
    await Promise.all(
      Array.from({ length: 60 }, (_, nr) =>
        invite(database.pool, anna, { isConfirmed: nr % 2 === 0 }),
      ),
    );
    expect(await countersOf(database.pool, anna)).toMatchObject({
      sign_ups: 60,
      verified: 30,
      rewarded: 30,
      earned_cents: 6000,
    });
    expect(await centsOf(database.pool, anna)).toEqual({ reward: 6000 });
  });

  it('cost the same with a million referrals: nothing is read from end to end', async () => {
    const code = await codeOf(anna);
    const scanned = await sequentialScans(database.adminUrl, async (client) => {
      const act = (text: string, values: unknown[] = []) => client.query(text, values);
      await act(`select set_config('request.jwt.claims', $1, false)`, [
        JSON.stringify({ sub: anna }),
      ]);
      const ben = await join(client, {
        isConfirmed: false,
        data: { referral_code: code, device_id: code },
      });
      await act('select count_referral_click($1, $2)', [code, 'somebody']);
      await confirm(client, ben);
      await act('select private.sync_referrals()');
      await act('select * from public.referrers where user_id = auth.uid()');
      await act('select * from public.list_referrals()');
      await act('select * from public.read_leaderboard()');
    });
    // What a catalog fills with a few rows.
    const small = ['catalog', 'plans', 'referral_check', 'reward_rules'];
    expect(scanned.filter((name) => !small.includes(name))).toEqual([]);
  });

  it('are what the person reads, and nobody else', async () => {
    const ben = await invite(database.pool, anna);
    const read = (user: string) =>
      callAs(database.pool, user, 'select user_id, earned_cents from referrers');
    expect(await read(anna)).toEqual([{ user_id: anna, earned_cents: 200 }]);
    expect(await read(ben)).toEqual([{ user_id: ben, earned_cents: 0 }]);
    expect(await callAs(database.pool, anna, 'select * from my_rewards')).toEqual([
      { available_cents: 200, in_cashout_cents: 0, owed_cents: 0 },
    ]);
  });

  it('the history names nobody', async () => {
    const ben = await invite(database.pool, anna, { isConfirmed: false });
    const history = await callAs(database.pool, anna, 'select * from list_referrals()');
    expect(history).toEqual([
      {
        id: expect.any(String),
        state: 'pending',
        reward_cents: 0,
        signed_up_at: expect.any(Date),
        verified_at: null,
        rewarded_at: null,
      },
    ]);
    expect(JSON.stringify(history)).not.toContain(ben);
    expect(await callAs(database.pool, ben, 'select * from list_referrals()')).toEqual([]);
  });

  it('the leaderboard tells ranks, and which of them is the caller', async () => {
    for (let nr = 0; nr < 3; nr += 1) await invite(database.pool, anna);
    await database.pool.query('update referrers set rewarded = 0 where user_id <> $1', [anna]);
    const ben = await invite(database.pool, await join(database.pool));
    const read = (user: string) => callAs(database.pool, user, 'select * from read_leaderboard(2)');
    expect(await read(anna)).toEqual([
      { rank: 1, rewarded: 3, is_me: true },
      { rank: 2, rewarded: 1, is_me: false },
    ]);
    expect((await read(ben)).map(({ is_me }) => is_me)).toEqual([false, false]);
  });
});
