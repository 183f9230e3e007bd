// session-addresses: people who sign in from where their referrer does, told by nobody but the Auth
// server's own sessions.
import { beforeAll, beforeEach, expect, it } from 'vitest';
import { ownDatabase } from '../support/own-database.ts';
import { confirm, decisionsOf, invite, join, referralOf, setRules } from '../support/rewards.ts';

const database = ownDatabase({ connections: 4 });
let anna: string;
/** Each test is in a block of its own. */
let block = 0;

beforeAll(() => setRules(database.pool));
beforeEach(async () => {
  anna = await join(database.pool);
  block += 1;
});

const signIn = (user: string, ip: string | null) =>
  database.pool.query(
    `insert into auth.sessions (id, user_id, created_at, updated_at, ip)
     values (gen_random_uuid(), $1, now(), now(), $2)`,
    [user, ip],
  );
const look = () => database.pool.query('select private.note_recent_sessions()');
const at = (host: number) => `203.0.${block}.${host}`;

it('known before the decision: an admin decides', async () => {
  await signIn(anna, at(7));
  const ben = await invite(database.pool, anna, { isConfirmed: false });
  await signIn(ben, at(200));
  await confirm(database.pool, ben);
  expect((await decisionsOf(database.pool, ben)).at(-1)).toBe('review: same_address');
});

it('known after the sign-up: the reward is flagged, once', async () => {
  await signIn(anna, at(7));
  const ben = await invite(database.pool, anna);
  expect(await referralOf(database.pool, ben)).toMatchObject({ state: 'rewarded' });
  await signIn(ben, at(9));
  await look();
  await look();
  expect(await referralOf(database.pool, ben)).toMatchObject({ is_flagged: true });
  expect((await decisionsOf(database.pool, ben)).slice(-2)).toEqual([
    'rewarded: condition_holds',
    'flagged: same_address',
  ]);
});

it.each([
  ['from elsewhere', '198.51.100.7', '198.51.101.7'],
  ['through a proxy that hides where from', '10.0.0.1', '10.0.0.1'],
  ['at the product’s own machine', '::1', '::1'],
  ['from an address that nobody knows', null, null],
])('who signs in %s is rewarded and stays so', async (_, hers, his) => {
  await signIn(anna, hers);
  const ben = await invite(database.pool, anna);
  await signIn(ben, his);
  await look();
  expect(await referralOf(database.pool, ben)).toMatchObject({
    ...{ state: 'rewarded', is_flagged: false },
  });
});
