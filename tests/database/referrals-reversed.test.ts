// referrals-reversed: what comes to light after a reward, and rewards that are taken back.
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { callAs } from '../support/call-as.ts';
import { ledgerViolations } from '../support/ledger-invariants.ts';
import { available } from '../support/membership.ts';
import { ownDatabase } from '../support/own-database.ts';
import { makeBuyer, makeOrder, makePack, takeIn } from '../support/purchase.ts';
import { ORDERS, race } from '../support/race.ts';
import {
  centsOf,
  countersOf,
  decisionsOf,
  earn,
  invite,
  join,
  readCashout,
  referralOf,
  requestCashout,
  setRules,
} from '../support/rewards.ts';
import { daysFrom, Life } from '../support/subscription-life.ts';
import { hold, settle } from '../support/wallet.ts';

const database = ownDatabase({ connections: 20 });
const WELCOME = 100;
let admin: string;
let anna: string;

beforeAll(async () => {
  admin = await join(database.pool);
  await database.pool.query(`update public.profiles set role = 'admin' where id = $1`, [admin]);
});
beforeEach(async () => {
  await setRules(database.pool);
  anna = await join(database.pool);
});
afterEach(async () => expect(await ledgerViolations(database.pool)).toEqual([]));

const visit = (user: string, device: string | null, ip: string | null) =>
  database.service.query('select public.note_visit($1, $2, $3)', [user, device, ip]);
const review = async (invited: string, decision: string, by = admin) => {
  const referral = await referralOf(database.pool, invited);
  const text = 'select review_referral($1, $2, $3) as state';
  return (await callAs(database.pool, by, text, [referral?.id, decision, 'Looked at.']))[0].state;
};

/** Nobody has got anything for who was invited. */
async function expectNothing(invited: string): Promise<void> {
  expect(await available(database.pool, invited)).toBe(WELCOME);
  expect(await centsOf(database.pool, anna)).toEqual({});
}

describe('what comes to light after the reward', () => {
  it('flags it: cashouts of the referrer need an admin until the flag is cleared', async () => {
    const ben = await invite(database.pool, anna);
    await earn(database.pool, anna, 5000);
    await visit(anna, 'phone-6', null);
    await visit(ben, 'phone-6', null);
    expect(await referralOf(database.pool, ben)).toMatchObject({
      state: 'rewarded',
      is_flagged: true,
    });
    expect(await decisionsOf(database.pool, ben)).toContain('flagged: same_device');
    const cashout = await requestCashout(database.pool, anna, 1000);
    expect(cashout.state).toBe('requested');
    expect((await readCashout(database.pool, cashout.id)).risks).toEqual(['flagged_referral']);
    expect(await review(ben, 'clear')).toBe('rewarded');
    expect((await requestCashout(database.pool, anna, 1000)).state).toBe('approved');
  });

  it('two who cash out to one PayPal account are flagged too', async () => {
    const ben = await invite(database.pool, anna);
    await earn(database.pool, anna, 2000);
    await earn(database.pool, ben, 2000);
    const receiver = `${anna}@paypal.test`;
    expect((await requestCashout(database.pool, anna, 1000, { receiver })).state).toBe('approved');
    const { id } = await requestCashout(database.pool, ben, 1000, { receiver });
    expect((await readCashout(database.pool, id)).risks).toEqual(['shared_receiver']);
    expect(await decisionsOf(database.pool, ben)).toContain('flagged: same_payee');
  });
});

describe('a reward that is taken back', () => {
  it('takes both: the credits and the money', async () => {
    const ben = await invite(database.pool, anna);
    expect(await review(ben, 'reverse')).toBe('reversed');
    await expectNothing(ben);
    expect(await countersOf(database.pool, anna)).toMatchObject({
      verified: 1,
      rewarded: 0,
      earned_cents: 0,
    });
  });

  it('is a debt as far as it was spent or paid out, which the next rewards pay', async () => {
    const ben = await invite(database.pool, anna);
    const { id } = await hold(database.pool, ben, 350);
    await settle(database.pool, id, 350);
    await database.pool.query('update private.reward_rules set minimum_cents = 100 where id');
    const cashout = await requestCashout(database.pool, anna, 200);
    await database.pool.query(`update private.payout set message_id = null where cashout_id = $1`, [
      cashout.id,
    ]);
    await database.pool.query(`update public.cashouts set state = 'sending' where id = $1`, [
      cashout.id,
    ]);
    await review(ben, 'reverse');
    expect(await centsOf(database.pool, anna)).toEqual({ cashout: 200, debt: -200 });
    const { rows } = await database.pool.query(
      `select balance from private.ledger_account
       where owner_id = $1 and kind = 'debt' and unit = 'credit'`,
      [ben],
    );
    expect(rows).toEqual([{ balance: -250 }]);
    await earn(database.pool, anna, 500);
    expect(await centsOf(database.pool, anna)).toEqual({ cashout: 200, reward: 300 });
  });

  it('is taken from a cashout that nobody has sent yet', async () => {
    const people = [];
    for (let nr = 0; nr < 5; nr += 1) people.push(await invite(database.pool, anna));
    const { id } = await requestCashout(database.pool, anna, 1000);
    await review(people[0] ?? '', 'reverse');
    expect(await readCashout(database.pool, id)).toMatchObject({
      state: 'cancelled',
      money: 'returned',
    });
    expect(await centsOf(database.pool, anna)).toEqual({ reward: 800 });
  });

  it.each(ORDERS)('at once with a cashout of it: nothing is paid twice (%s)', async (_, order) => {
    const people = [];
    for (let nr = 0; nr < 5; nr += 1) people.push(await invite(database.pool, anna));
    const referral = await referralOf(database.pool, people[0] ?? '');
    await race(
      database.pool,
      [
        { run: (client) => requestCashout(client, anna, 1000) },
        {
          run: (client) =>
            client.query(
              `select private.reverse_referral(referral, 'admin')
               from private.lock_referral($1) as referral`,
              [referral?.id],
            ),
        },
      ],
      order,
    );
    expect(await centsOf(database.pool, anna)).toEqual({ reward: 800 });
  });
});

describe('where the first payment is the condition', () => {
  it('a payment rewards, its dispute takes back, and gives again when it is won', async () => {
    const { pool } = database;
    await setRules(pool, { condition: 'payment' });
    const ben = await invite(pool, anna);
    expect(await referralOf(pool, ben)).toMatchObject({ state: 'pending' });
    const buyer = await makeBuyer(pool, ben);
    const order = await makeOrder(pool, buyer, 'pack', await makePack(pool, 1000));
    const at = daysFrom(new Date());
    const none = { plan: 'none', price: 'none' };
    const world = { buyer, at, basic: none, pro: none, packOrder: order, passOrder: order };
    const life = new Life(world).payment('1', 'paid', order).dispute('pi_1', 'open');
    life.dispute('pi_1', 'won');
    const states = [];
    for (const report of life.reports) {
      await takeIn(pool, report);
      await pool.query('select private.sync_referrals()');
      states.push((await referralOf(pool, ben))?.state);
    }
    expect(states).toEqual(['rewarded', 'reversed', 'rewarded']);
    expect(await decisionsOf(pool, ben)).toEqual([
      'taken: code_taken',
      'rewarded: condition_holds',
      'reversed: payment_reversed',
      'rewarded: payment_restored',
    ]);
    expect(await centsOf(pool, anna)).toEqual({ reward: 200 });
    expect(await available(pool, ben)).toBe(WELCOME + 300 + 1000);
  });
});
