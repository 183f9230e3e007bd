// lemon-shop: a stack of a test file's own with LemonSqueezy on, at a stand-in that sells two plans
// and a pack.
import { afterAll, beforeAll } from 'vitest';
import { freePort } from '../../local/ports.ts';
import type { LemonEvent } from '../../local/upstreams/lemonsqueezy/account.ts';
import {
  type LemonStandIn,
  startLemonSqueezy,
} from '../../local/upstreams/lemonsqueezy/start-lemonsqueezy.ts';
import { type OwnStack, ownStack, type Somebody } from './own-stack.ts';

export const LEMON_SECRET = 'lemon-secret';
export const LEMON_KEY = 'lemon-key';

export const PLUS = {
  ...{ id: 1, price_id: 11, unit_price: 950, trial_days: 7 },
  interval: 'month',
} as const;
export const BUSINESS = {
  ...{ id: 2, price_id: 12, unit_price: 4900, trial_days: 0 },
  interval: 'month',
} as const;
export const YEAR = {
  ...{ id: 4, price_id: 14, unit_price: 9000, trial_days: 0 },
  interval: 'year',
} as const;
const PACK = {
  ...{ id: 3, price_id: 13, unit_price: 2000, trial_days: 0 },
  interval: null,
} as const;

export type Buyer = Somebody & { orderId: string };

export interface LemonShop {
  readonly own: OwnStack;
  readonly standIn: LemonStandIn;
  endpoint(): string;
  /** Orders it and pays on the page; the buyer then has the order's id. */
  buy(buyer: Buyer, kind: string, item: string): Promise<void>;
  eventsOf(buyer: Buyer): LemonEvent[];
}

/** Starts both before the file's tests; nobody has a trial there. */
export async function lemonShop(): Promise<LemonShop> {
  const port = await freePort();
  const own = ownStack({
    functionsEnv: {
      LEMONSQUEEZY_API_KEY: LEMON_KEY,
      LEMONSQUEEZY_STORE_ID: '1',
      LEMONSQUEEZY_WEBHOOK_SECRET: LEMON_SECRET,
      LEMONSQUEEZY_MODE: 'test',
      LEMONSQUEEZY_BASE_URL: `http://127.0.0.1:${port}`,
    },
  });
  let standIn: LemonStandIn | undefined;
  beforeAll(async () => {
    standIn = await startLemonSqueezy({
      ...{ port, apiKey: LEMON_KEY, secret: LEMON_SECRET },
      variants: [PLUS, BUSINESS, PACK, YEAR],
    });
    for (const [variant, kind, item] of [
      [PLUS, 'subscription', 'plus'],
      [BUSINESS, 'subscription', 'business'],
      [YEAR, 'subscription', 'plus-year'],
      [PACK, 'pack', 'credits-1000'],
    ] as const)
      await own.pool.query(
        `select private.set_provider_price('lemonsqueezy', false, $1, '1', $2, $3, $4, 'USD', $5)`,
        [String(variant.id), kind, item, variant.unit_price, variant.interval ?? 'once'],
      );
    await own.pool.query(`update public.plans set trial_days = null where slug = 'plus'`);
    await own.pool.query(
      `insert into public.plans
       select year.* from public.plans as plan cross join lateral jsonb_populate_record(plan,
         '{"slug": "plus-year", "billing": "year", "amount_cents": 9000}') as year
       where plan.slug = 'plus'`,
    );
  });
  afterAll(() => standIn?.stop());
  const ready = () => {
    if (!standIn) throw new Error('The stand-in is there from the first beforeAll on.');
    return standIn;
  };
  return {
    own,
    get standIn() {
      return ready();
    },
    endpoint: () => `${own.stack.apiUrl}/functions/v1/webhooks/lemonsqueezy`,
    async buy(buyer, kind, item) {
      const order = { key: crypto.randomUUID(), provider: 'lemonsqueezy', kind, item };
      const { body } = await own.call(buyer, 'POST', 'billing/checkout', order);
      buyer.orderId = body.id;
      await fetch(body.checkout_url, {
        method: 'POST',
        body: new URLSearchParams({ do: 'pay' }),
        redirect: 'manual',
      });
    },
    eventsOf: ({ orderId }) => ready().account.events.filter((each) => each.orderId === orderId),
  };
}
