// lemon-shop: a stack of a test file's own whose stand-in of LemonSqueezy keeps its events back,
// and how tests buy there, let time pass and have events sent.
import { beforeAll } from 'vitest';
import type { LemonEvent } from '../../local/upstreams/lemonsqueezy/account.ts';
import { LEMONSQUEEZY_STAND_IN } from '../../local/upstreams/stand-in-variables.ts';
import { syncStandIn } from '../../scripts/billing/sync-stand-in.ts';
import { type OwnStack, ownStack, type Somebody } from './own-stack.ts';

export type Buyer = Somebody & { orderId: string };
/** An event with its place among all. */
export type PlacedEvent = LemonEvent & { place: number };

export interface LemonShop {
  readonly own: OwnStack;
  /** Where events are sent. */
  endpoint(): string;
  /** Signs somebody up who may buy. */
  newBuyer(): Promise<Buyer>;
  /** Orders it and pays on the page; the buyer then has the order's id. */
  buy(buyer: Buyer, kind: string, item: string): Promise<void>;
  /** The variant that is sold for an item of the catalog. */
  variantOf(item: string): Promise<number>;
  /** Steers the stand-in. */
  control(method: string, path: string, body?: object): Promise<unknown>;
  /** Changes a subscription as the portal of LemonSqueezy does. */
  change(buyer: Buyer, attributes: object): Promise<void>;
  /** Events of what the buyer's last order began. */
  eventsOf(buyer: Buyer): Promise<PlacedEvent[]>;
  /** Sends them in this order; the answers' statuses. */
  send(events: PlacedEvent[], parallel?: number): Promise<number[]>;
  /** Sends all events of a buyer. */
  tell(buyer: Buyer): Promise<void>;
}

/** Starts it before the file's tests; a year of plus is sold too, and nobody has a trial. */
export function lemonShop(): LemonShop {
  const own = ownStack();
  const url = () => `${own.stack.lemonsqueezyUrl}`;
  async function ask(path: string, method: string, body?: object): Promise<unknown> {
    const answer = await fetch(`${url()}/${path}`, {
      method,
      headers: { authorization: `Bearer ${LEMONSQUEEZY_STAND_IN.apiKey}` },
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
    return answer.status === 204 ? undefined : answer.json();
  }
  const control = (method: string, path: string, body?: object) =>
    ask(`__control/${path}`, method, body);

  beforeAll(async () => {
    await own.pool.query(
      `insert into public.plans
       select year.* from public.plans as plan cross join lateral jsonb_populate_record(plan,
         '{"slug": "plus-year", "name": "Plus, yearly", "billing": "year", "amount_cents": 19000,
           "trial_days": null}') as year
       where plan.slug = 'plus'`,
    );
    await syncStandIn(own.stack);
    await own.pool.query(`update public.plans set trial_days = null where slug = 'plus'`);
    await control('POST', 'hold');
  });

  const shop: LemonShop = {
    own,
    endpoint: () => `${own.stack.apiUrl}/functions/v1/webhooks/lemonsqueezy`,
    newBuyer: async () => ({ ...(await own.signUp()), orderId: '' }),
    async buy(buyer, kind, item) {
      const order = { key: crypto.randomUUID(), provider: 'lemonsqueezy', kind, item };
      const { status, body } = await own.call(buyer, 'POST', 'billing/checkout', order);
      if (status !== 200) throw new Error(`No checkout: ${JSON.stringify(body)}`);
      buyer.orderId = body.id;
      await fetch(body.checkout_url, {
        method: 'POST',
        body: new URLSearchParams({ do: 'pay' }),
        redirect: 'manual',
      });
    },
    async variantOf(item) {
      const { rows } = await own.pool.query(
        `select provider_id from private.provider_price
         where provider = 'lemonsqueezy' and item = $1 and state = 'offered'`,
        [item],
      );
      return Number(rows[0].provider_id);
    },
    control,
    async change(buyer, attributes) {
      const created = (await shop.eventsOf(buyer)).find(({ type }) => type === 'subscriptions');
      await ask(`v1/subscriptions/${created?.id}`, 'PATCH', { data: { attributes } });
    },
    async eventsOf({ orderId }) {
      const { events } = (await control('GET', 'events')) as { events: LemonEvent[] };
      return events
        .map((event, place) => ({ ...event, place }))
        .filter(({ custom }) => custom.order_id === orderId);
    },
    async send(events, parallel = 1) {
      const order = events.map(({ place }) => place);
      const answer = await control('POST', 'send', { order, parallel });
      return (answer as { statuses: number[] }).statuses;
    },
    async tell(buyer) {
      await shop.send(await shop.eventsOf(buyer));
    },
  };
  return shop;
}
