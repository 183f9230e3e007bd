// subscription-life: lives of subscriptions and purchases as what a provider reports of them, each
// object in all of its versions, oldest first.
import type { Buyer, Kind, Priced, Report } from './purchase.ts';

const DAY_MS = 86_400_000;

/** A moment so many days from the start of the life. */
export type At = (days: number) => string;

export function daysFrom(start: Date): At {
  return (days) => new Date(start.getTime() + days * DAY_MS).toISOString();
}

export interface World {
  buyer: Buyer;
  at: At;
  basic: Priced;
  pro: Priced;
  /** Of a pack and of a pass. */
  packOrder: string;
  passOrder: string;
  /** Where providers name orders and no customers: that of the subscription. */
  planOrder?: string;
}

/** Reports in the order in which they came about. */
export class Life {
  readonly reports: Report[] = [];
  readonly #world: World;
  readonly #id = crypto.randomUUID();

  constructor(world: World) {
    this.#world = world;
  }

  /** A version of the one subscription. */
  subscription(state: string, change: Record<string, unknown> = {}): this {
    const { at, basic } = this.#world;
    return this.#report('subscription', {
      provider_id: `sub_${this.#id}`,
      provider_item_id: `si_${this.#id}`,
      ...this.#whose(this.#world.planOrder),
      price_id: basic.price,
      state,
      amount_cents: 1000,
      currency: 'USD',
      billing: 'month',
      period_starts_at: at(0),
      period_ends_at: at(30),
      started_at: at(0),
      ...change,
    });
  }

  /** A version of an invoice of the subscription, for so many days. */
  invoice(
    name: string,
    state: string,
    [starts, ends]: [number, number],
    {
      priced = this.#world.basic,
      anchor = 0,
      ...change
    }: { priced?: Priced; anchor?: number } & Record<string, unknown> = {},
  ): this {
    const { at } = this.#world;
    return this.#report('payment', {
      provider_id: `in_${name}_${this.#id}`,
      ...this.#whose(this.#world.planOrder),
      subscription_provider_id: `sub_${this.#id}`,
      state,
      reason: 'renewal',
      amount_cents: 1000,
      tax_cents: 160,
      currency: 'USD',
      created_at: at(starts),
      ...(state === 'paid' ? { paid_at: at(starts) } : {}),
      lines: [
        { price_id: priced.price, starts_at: at(starts), ends_at: at(ends), anchor_at: at(anchor) },
      ],
      ...change,
    });
  }

  /** A version of a payment for a pack or a pass. */
  payment(name: string, state: string, order: string): this {
    const { at } = this.#world;
    return this.#report('payment', {
      provider_id: `pi_${name}_${this.#id}`,
      ...this.#whose(undefined),
      order_id: order,
      state,
      reason: 'purchase',
      amount_cents: 1000,
      tax_cents: 0,
      currency: 'USD',
      created_at: at(0),
      ...(state === 'paid' ? { paid_at: at(0) } : {}),
      lines: [],
    });
  }

  refund(payment: string, name: string, amount: number, state: string): this {
    return this.#reversal('refund', payment, name, { amount_cents: amount, state });
  }

  dispute(payment: string, state: string, amount = 1000): this {
    return this.#reversal('dispute', payment, 'dp', {
      amount_cents: amount,
      state,
      reason: 'fraudulent',
    });
  }

  #whose(order: string | undefined): Record<string, unknown> {
    const { buyer, planOrder } = this.#world;
    if (planOrder === undefined) return { customer_provider_id: buyer.customer };
    return order === undefined ? {} : { order_id: order };
  }

  #reversal(
    kind: 'refund' | 'dispute',
    payment: string,
    name: string,
    object: Record<string, unknown>,
  ): this {
    return this.#report(kind, {
      provider_id: `${name}_${this.#id}`,
      payment_provider_id: `${payment}_${this.#id}`,
      currency: 'USD',
      created_at: this.#world.at(1),
      ...object,
    });
  }

  #report(kind: Kind, object: Record<string, unknown>): this {
    this.reports.push({ kind, object, version: this.reports.length + 1 });
    return this;
  }
}

export const ended = (at: At, days: number) => ({ ended_at: at(days), cancel_at: at(days) });

export const changed = ({ pro }: World) => ({ priced: pro, reason: 'change' });

/** Every life that is tested; the period of today began five days ago unless the life says so. */
export const LIVES: Record<string, (world: World) => Life> = {
  new: (world) =>
    new Life(world)
      .subscription('incomplete')
      .invoice('1', 'open', [0, 30])
      .invoice('1', 'paid', [0, 30])
      .subscription('active'),
  renewed: (world) =>
    new Life(world)
      .subscription('active', { period_starts_at: world.at(-30), period_ends_at: world.at(0) })
      .invoice('1', 'paid', [-30, 0])
      .subscription('active')
      .invoice('2', 'paid', [0, 30]),
  'a trial that is paid': (world) =>
    new Life(world)
      .subscription('trialing', { period_ends_at: world.at(3), trial_ends_at: world.at(3) })
      .invoice('1', 'paid', [0, 3], { amount_cents: 0, tax_cents: 0, anchor: 3 })
      .subscription('active', { period_starts_at: world.at(3), period_ends_at: world.at(33) })
      .invoice('2', 'paid', [3, 33], { anchor: 3 }),
  'failing, in grace': (world) =>
    new Life(world)
      .invoice('1', 'paid', [-28, 2])
      .subscription('active', { period_starts_at: world.at(-28), period_ends_at: world.at(2) })
      .invoice('2', 'open', [2, 32])
      .subscription('past_due', { period_starts_at: world.at(2), period_ends_at: world.at(32) }),
  'failed and recovered': (world) =>
    new Life(world)
      .invoice('1', 'paid', [-28, 2])
      .invoice('2', 'open', [2, 32])
      .subscription('past_due', { period_starts_at: world.at(2), period_ends_at: world.at(32) })
      .invoice('2', 'paid', [2, 32], { anchor: 2 })
      .subscription('active', { period_starts_at: world.at(2), period_ends_at: world.at(32) }),
  'failed and given up': (world) =>
    new Life(world)
      .invoice('1', 'paid', [-28, 2])
      .subscription('past_due', { period_starts_at: world.at(2), period_ends_at: world.at(32) })
      .invoice('2', 'void', [2, 32])
      .subscription('canceled', ended(world.at, 4)),
  upgraded: (world) =>
    new Life(world)
      .invoice('1', 'paid', [0, 30])
      .subscription('active')
      .invoice('2', 'paid', [3, 30], { priced: world.pro, reason: 'change' })
      .subscription('active', { price_id: world.pro.price, amount_cents: 2000 }),
  'a trial, changed within it for nothing': (world) =>
    new Life(world)
      .subscription('trialing', { period_ends_at: world.at(7), trial_ends_at: world.at(7) })
      .invoice('1', 'paid', [0, 7], { amount_cents: 0, tax_cents: 0, anchor: 7 })
      .invoice('2', 'paid', [1, 7], {
        ...{ priced: world.pro, reason: 'change', amount_cents: 0, tax_cents: 0, anchor: 7 },
      }),
  'upgraded in the same second': (world) =>
    new Life(world)
      .invoice('2', 'paid', [0, 30])
      .subscription('active')
      .invoice('1', 'paid', [0, 30], { priced: world.pro, reason: 'change' })
      .subscription('active', { price_id: world.pro.price, amount_cents: 2000 }),
  'upgraded and renewed': (world) =>
    new Life(world)
      .invoice('1', 'paid', [-28, 2])
      .invoice('2', 'paid', [-20, 2], { priced: world.pro, reason: 'change' })
      .subscription('active', { price_id: world.pro.price, period_ends_at: world.at(2) })
      .invoice('3', 'paid', [2, 32], { priced: world.pro, anchor: 2 }),
  'a dearer plan twice in a month': (world) =>
    new Life(world)
      .invoice('1', 'paid', [0, 30])
      .invoice('2', 'paid', [1, 30], changed(world))
      .invoice('3', 'paid', [2, 30], { reason: 'change' })
      .invoice('4', 'paid', [4, 30], changed(world)),
  'downgraded at the end': (world) =>
    new Life(world)
      .invoice('1', 'paid', [-28, 2], { priced: world.pro })
      .subscription('active', {
        price_id: world.pro.price,
        next_price_id: world.basic.price,
        next_plan_at: world.at(2),
      })
      .invoice('2', 'paid', [2, 32], { anchor: 2 })
      .subscription('active'),
  'cancelled at the end': (world) =>
    new Life(world)
      .invoice('1', 'paid', [0, 30])
      .subscription('active')
      .subscription('active', { cancel_at: world.at(30) }),
  'cancelled and resumed': (world) =>
    new Life(world)
      .invoice('1', 'paid', [0, 30])
      .subscription('active')
      .subscription('active', { cancel_at: world.at(30) })
      .subscription('active'),
  'cancelled at once': (world) =>
    new Life(world)
      .invoice('1', 'paid', [0, 30])
      .subscription('active')
      .subscription('canceled', ended(world.at, 4)),
  refunded: (world) =>
    new Life(world)
      .invoice('1', 'paid', [0, 30])
      .subscription('active')
      .refund('in_1', 're_1', 1000, 'pending')
      .refund('in_1', 're_1', 1000, 'succeeded')
      .subscription('canceled', ended(world.at, 4)),
  'refunded in parts': (world) =>
    new Life(world)
      .invoice('1', 'paid', [0, 30])
      .refund('in_1', 're_1', 333, 'succeeded')
      .refund('in_1', 're_2', 333, 'succeeded')
      .subscription('active'),
  'an upgrade refunded': (world) =>
    new Life(world)
      .invoice('1', 'paid', [0, 30])
      .invoice('2', 'paid', [3, 30], { priced: world.pro, reason: 'change' })
      .refund('in_2', 're_1', 1000, 'succeeded')
      .subscription('active'),
  'disputed and lost': (world) =>
    new Life(world)
      .invoice('1', 'paid', [0, 30])
      .subscription('active')
      .dispute('in_1', 'open')
      .dispute('in_1', 'lost'),
  'disputed and won': (world) =>
    new Life(world)
      .invoice('1', 'paid', [0, 30])
      .subscription('active')
      .dispute('in_1', 'open')
      .dispute('in_1', 'won'),
  'a pack': (world) =>
    new Life(world).payment('1', 'open', world.packOrder).payment('1', 'paid', world.packOrder),
  'a pack, refunded in parts, one of which failed': (world) =>
    new Life(world)
      .payment('1', 'paid', world.packOrder)
      .refund('pi_1', 're_1', 333, 'succeeded')
      .refund('pi_1', 're_2', 333, 'pending')
      .refund('pi_1', 're_2', 333, 'failed'),
  'a pack, disputed and won': (world) =>
    new Life(world)
      .payment('1', 'paid', world.packOrder)
      .dispute('pi_1', 'open')
      .dispute('pi_1', 'won'),
  'a pass': (world) => new Life(world).payment('1', 'paid', world.passOrder),
  'a pass, refunded': (world) =>
    new Life(world)
      .payment('1', 'open', world.passOrder)
      .payment('1', 'paid', world.passOrder)
      .refund('pi_1', 're_1', 1000, 'succeeded'),
  'a pass, disputed and won': (world) =>
    new Life(world)
      .payment('1', 'paid', world.passOrder)
      .dispute('pi_1', 'open')
      .dispute('pi_1', 'won'),
};
