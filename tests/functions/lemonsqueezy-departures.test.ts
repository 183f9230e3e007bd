// lemonsqueezy-departures: who deletes the account is not charged by LemonSqueezy any more.
import { createClient } from '@supabase/supabase-js';
import { expect, it } from 'vitest';
import { waitUntil } from '../../local/wait-until.ts';
import { type Buyer, lemonShop } from '../support/lemon-shop.ts';
import { workedOff } from '../support/payment-queue.ts';

const shop = lemonShop();
const { own } = shop;

/** The account is deleted, and LemonSqueezy knows. */
async function depart({ id }: Buyer): Promise<void> {
  const { apiUrl, secretKey } = own.stack;
  const service = createClient(apiUrl, secretKey, { auth: { persistSession: false } });
  const { error } = await service.auth.admin.deleteUser(id);
  expect(error).toBeNull();
  await waitUntil('the departure', async () => {
    await own.pool.query('select private.wake_worker()');
    return (await own.pool.query('select from pgmq.q_departures')).rowCount === 0;
  });
}

it('the subscription is cancelled, and ends with what was paid', async () => {
  const ada = await shop.newBuyer();
  await shop.buy(ada, 'subscription', 'plus');
  await shop.tell(ada);
  await workedOff(own.pool);
  const subscription = async () =>
    (
      await own.pool.query(
        `select user_id, cancel_at is not null as ends
         from public.subscriptions where provider = 'lemonsqueezy'`,
      )
    ).rows;
  expect(await subscription()).toEqual([{ user_id: ada.id, ends: false }]);

  await depart(ada);
  const told = (await shop.eventsOf(ada)).filter(({ type }) => type === 'subscriptions');
  expect(JSON.parse(`${told.at(-1)?.body}`).data.attributes.cancelled).toBe(true);
  expect(await subscription()).toEqual([{ user_id: null, ends: true }]);
});

it('what has ended there meanwhile, and takes no change, keeps nobody waiting', async () => {
  const ben = await shop.newBuyer();
  await shop.buy(ben, 'subscription', 'plus');
  await shop.tell(ben);
  await workedOff(own.pool);
  await shop.change(ben, { cancelled: true });
  await shop.control('POST', 'clock', { days: 32 });
  await expect(shop.change(ben, { cancelled: false })).rejects.toThrow('422');
  await depart(ben);
  const { rows } = await own.pool.query(
    `select state from public.subscriptions where provider = 'lemonsqueezy' and provider_id = (
       select subscription_provider_id from public.payments order by created_at desc limit 1)`,
  );
  expect(rows).toEqual([{ state: 'canceled' }]);
  await shop.control('DELETE', 'clock');
});

it('raw events of what somebody bought once go, those of others stay', async () => {
  const [carl, dora] = [await shop.newBuyer(), await shop.newBuyer()];
  for (const buyer of [carl, dora]) {
    await shop.buy(buyer, 'pack', 'credits-250');
    await shop.tell(buyer);
  }
  await workedOff(own.pool);
  // As it may happen: ids of one kind are ids of another, too.
  const idOf = async (buyer: Buyer) => (await shop.eventsOf(buyer))[0]?.id;
  await own.pool.query(
    `update private.payment_event set object_kind = 'subscription', object_id = $1
     where object_id = $2`,
    [await idOf(carl), await idOf(dora)],
  );
  await depart(carl);
  const { rows } = await own.pool.query(
    `select object_kind, body = '{}' as is_gone from private.payment_event
     where object_id = $1 order by object_kind`,
    [await idOf(carl)],
  );
  expect(rows).toEqual([
    { object_kind: 'order', is_gone: true },
    { object_kind: 'subscription', is_gone: false },
  ]);
});
