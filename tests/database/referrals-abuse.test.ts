// referrals-abuse: what speaks against a referral, each rule with the reason that is stored, and
// what admins make of it.
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { callAs } from '../support/call-as.ts';
import { ledgerViolations } from '../support/ledger-invariants.ts';
import { available } from '../support/membership.ts';
import { ownDatabase } from '../support/own-database.ts';
import {
  centsOf,
  confirm,
  decisionsOf,
  invite,
  join,
  referralOf,
  setRules,
} from '../support/rewards.ts';

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
const sign = (user: string, kind: string, value: string) =>
  database.pool.query('select private.note_signal($1, $2, $3)', [user, kind, value]);
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

describe('is refused', () => {
  it.each(['mailinator.com', 'x.y.mailinator.com', 'MAILINATOR.com'])(
    'a mailbox for minutes, at %s',
    async (domain) => {
      const ben = await invite(database.pool, anna, { email: `${crypto.randomUUID()}@${domain}` });
      expect(await decisionsOf(database.pool, ben)).toContain('refused: disposable_email');
      await expectNothing(ben);
    },
  );

  it('not one whose name only ends like it', async () => {
    const ben = await invite(database.pool, anna, { email: 'ben@notmailinator.com' });
    expect(await referralOf(database.pool, ben)).toMatchObject({ state: 'rewarded' });
  });

  it.each([
    ['a tag', 'maria.rossi@parley.test', 'maria.rossi+2@parley.test'],
    ['dots at Gmail', 'paolo.bianchi@gmail.com', 'PaoloBianchi+x@googlemail.com'],
  ])('the referrer again under another address: %s', async (_, first, second) => {
    anna = await join(database.pool, { email: first });
    const ben = await invite(database.pool, anna, { email: second });
    expect(await decisionsOf(database.pool, ben)).toContain('refused: same_mailbox');
    await expectNothing(ben);
  });

  it('who deletes the account and signs up anew', async () => {
    const email = `${crypto.randomUUID()}@parley.test`;
    const ben = await invite(database.pool, anna, { email });
    await database.pool.query('delete from auth.users where id = $1', [ben]);
    const again = await invite(database.pool, anna, { email });
    expect(await decisionsOf(database.pool, again)).toContain('refused: same_mailbox');
    expect(await centsOf(database.pool, anna)).toEqual({ reward: 200 });
  });
});

describe('waits for an admin', () => {
  it('somebody on the device of the referrer', async () => {
    await visit(anna, 'phone-1', null);
    const ben = await invite(database.pool, anna, { data: { device_id: 'phone-1' } });
    expect(await decisionsOf(database.pool, ben)).toContain('review: same_device');
    await expectNothing(ben);
  });

  it('somebody on the device of another whom the referrer invited', async () => {
    await invite(database.pool, anna, { data: { device_id: 'phone-2' } });
    const ben = await invite(database.pool, anna, { data: { device_id: 'phone-2' } });
    expect(await decisionsOf(database.pool, ben)).toContain('review: same_device');
  });

  it('nobody on a device of people who have nothing to do with the referrer', async () => {
    await join(database.pool, { data: { device_id: 'phone-3' } });
    const ben = await invite(database.pool, anna, { data: { device_id: 'phone-3' } });
    expect(await referralOf(database.pool, ben)).toMatchObject({ state: 'rewarded' });
  });

  it.each([
    ['203.0.113.7', '203.0.113.200', true],
    ['203.0.113.7', '203.0.112.7', false],
    ['2001:db8:1::1', '2001:db8:1:ffff::2', true],
    ['2001:db8:1::1', '2001:db8:2::1', false],
  ])('the address block: %s and %s: %s', async (first, second, isSame) => {
    await database.pool.query(`delete from private.person_signal where kind = 'address'`);
    const ben = await invite(database.pool, anna, { isConfirmed: false });
    await visit(anna, null, first);
    await visit(ben, null, second);
    await confirm(database.pool, ben);
    expect((await decisionsOf(database.pool, ben)).at(-1)).toBe(
      isSame ? 'review: same_address' : 'rewarded: condition_holds',
    );
  });

  it.each(['payer', 'payee'])('the same %s', async (kind) => {
    await sign(anna, kind, 'card-1');
    const ben = await invite(database.pool, anna, { isConfirmed: false });
    await sign(ben, kind, 'card-1');
    await confirm(database.pool, ben);
    expect(await decisionsOf(database.pool, ben)).toContain(`review: same_${kind}`);
    await expectNothing(ben);
  });

  it('unless the rules say that it does not matter', async () => {
    await setRules(database.pool, { checks: { same_device: 'off' } });
    await visit(anna, 'phone-4', null);
    const ben = await invite(database.pool, anna, { data: { device_id: 'phone-4' } });
    expect(await referralOf(database.pool, ben)).toMatchObject({ state: 'rewarded' });
  });

  it('who is rewarded then, refused, or refused and rewarded after all', async () => {
    await visit(anna, 'phone-5', null);
    const ask = () => invite(database.pool, anna, { data: { device_id: 'phone-5' } });
    const [ben, carl] = [await ask(), await ask()];
    expect(await review(ben, 'reward')).toBe('rewarded');
    expect(await centsOf(database.pool, anna)).toEqual({ reward: 200 });
    expect(await review(carl, 'refuse')).toBe('refused');
    expect(await review(carl, 'reward')).toBe('rewarded');
    expect(await decisionsOf(database.pool, carl)).toEqual([
      'taken: code_taken',
      'review: same_device',
      'refused: admin',
      'rewarded: admin',
    ]);
    await expect(review(carl, 'reward')).rejects.toMatchObject({ code: 'PT409' });
    await expect(review(ben, 'refuse')).rejects.toMatchObject({ code: 'PT409' });
  });

  it('and nobody but an admin decides or looks', async () => {
    const ben = await invite(database.pool, anna);
    await expect(review(ben, 'reverse', anna)).rejects.toMatchObject({ code: 'PT403' });
    await expect(
      callAs(database.pool, anna, 'select * from list_referral_reviews()'),
    ).rejects.toMatchObject({ code: 'PT403' });
    await expect(
      callAs(database.pool, anna, `select set_disposable_domain('gmail.com', true)`),
    ).rejects.toMatchObject({ code: 'PT403' });
  });
});

describe('beyond a cap the invited person is rewarded and the referrer is not', () => {
  it.each([
    ['daily_cap', { per_day: 2 }],
    ['total_cap', { in_total: 2 }],
  ])('%s', async (reason, rules) => {
    await setRules(database.pool, rules);
    const people = [];
    for (let nr = 0; nr < 3; nr += 1) people.push(await invite(database.pool, anna));
    expect(await centsOf(database.pool, anna)).toEqual({ reward: 400 });
    expect(await available(database.pool, people[2] ?? '')).toBe(WELCOME + 300);
    expect(await decisionsOf(database.pool, people[2] ?? '')).toContain(`rewarded: ${reason}`);
  });

  it('also when twenty are confirmed at once', async () => {
    await setRules(database.pool, { per_day: 5 });
    await Promise.all(Array.from({ length: 20 }, () => invite(database.pool, anna)));
    expect(await centsOf(database.pool, anna)).toEqual({ reward: 1000 });
  });
});
