// payment-modes: what was bought in test mode, in a database that is live now: kept, and apart.
import { expect, it } from 'vitest';
import { callAs } from '../support/call-as.ts';
import { signUp } from '../support/membership.ts';
import { ownDatabase } from '../support/own-database.ts';
import { paymentCast } from '../support/payment-cast.ts';
import { Life } from '../support/subscription-life.ts';

const database = ownDatabase({ connections: 4 });
const { cast, makeWorld, takeAll } = paymentCast(database);

/** The world of a new customer of Stripe, of test mode as all here, or live. */
async function makeBuyer(isLive: boolean) {
  const { buyer } = await makeWorld();
  await database.pool.query('update private.customer set is_live = $2 where provider_id = $1', [
    buyer.customer,
    isLive,
  ]);
  return buyer;
}

const ask = async (text: string, values: unknown[]) =>
  (await database.service.query(`select ${text} as answer`, values)).rows[0]?.answer;

it('a subscription of test mode hinders nobody, and is listed there alone', async () => {
  const { user } = await makeBuyer(false);
  await takeAll(new Life(cast.world).subscription('active').invoice('1', 'paid', [0, 30]).reports);
  await database.pool.query(
    `select private.set_provider_price(
       'stripe', true, $1, 'prod_1', 'subscription', $2, 1000, 'USD', 'month')`,
    [`price_live_${user}`, cast.slugs.basic],
  );
  const order = (isLive: boolean) =>
    ask(`public.begin_order($1, $2, 'stripe', $3, 'subscription', $4)`, [
      ...[user, crypto.randomUUID(), isLive, cast.slugs.basic],
    ]);
  await expect(order(false)).rejects.toMatchObject({ message: 'subscription_exists' });
  expect(await order(true)).toMatchObject({ is_live: true, customer_provider_id: null });
  for (const isLive of [true, false]) {
    const found = await ask('public.read_subscription($1, $2)', [user, isLive]);
    expect(found?.plan).toBe(isLive ? undefined : cast.slugs.basic);
    const { rows } = await database.service.query('select * from list_payments($1, $2)', [
      ...[user, isLive],
    ]);
    expect(rows).toHaveLength(isLive ? 0 : 1);
  }
});

it('somebody is a customer of LemonSqueezy in either mode, under the one id', async () => {
  const { user } = await makeBuyer(false);
  for (const isLive of [false, true, true])
    expect(
      await ask(`public.link_customer($1, 'lemonsqueezy', $2, $3)`, [user, isLive, user]),
    ).toBe(user);
});

it('admins see revenue of either apart, and one of each is not two', async () => {
  const admin = await signUp(database.pool);
  await database.pool.query(`update public.profiles set role = 'admin' where id = $1`, [admin]);
  const lives = [];
  for (const isLive of [true, false]) {
    await makeBuyer(isLive);
    const life = new Life(cast.world).subscription('active').invoice('1', 'paid', [0, 30]);
    await takeAll(life.reports);
    lives.push(cast.world.buyer);
  }
  const modes = async (call: string) => {
    const rows = await callAs(database.pool, admin, `select is_live from ${call}`);
    return [...new Set(rows.map(({ is_live }) => is_live))];
  };
  expect(await modes('read_recurring_revenue()')).toEqual([true, false]);
  expect(await modes(`read_revenue(current_date - 31, current_date)`)).toEqual([true, false]);
  expect(await modes(`read_churn(current_date - 31, current_date)`)).toEqual([true, false]);
  const [one, other] = lives;
  const doubles = async () =>
    (await callAs(database.pool, admin, 'select user_id from list_double_subscriptions()')).map(
      ({ user_id }) => user_id,
    );
  // The customer of one mode becomes the other's person: one subscription of each.
  await database.pool.query('update public.subscriptions set user_id = $1 where user_id = $2', [
    one?.user,
    other?.user,
  ]);
  expect(await doubles()).not.toContain(one?.user);
  await database.pool.query('update private.customer set is_live = true where provider_id = $1', [
    other?.customer,
  ]);
  expect(await doubles()).toContain(one?.user);
});
