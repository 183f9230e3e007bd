// purchase: what providers report, in our own shape, and how it is taken in by SQL.
import type { PaymentProvider } from '../../shared/contracts/payments.ts';
import type { Queryable } from './wallet.ts';

export type Kind = 'subscription' | 'payment' | 'refund' | 'dispute';

/** A version of a provider's object; a higher version is newer. */
export interface Report {
  kind: Kind;
  version: number;
  object: Record<string, unknown>;
}

export interface Buyer {
  user: string;
  customer: string;
}

/** What somebody buys: a plan with the price that a provider has for it. */
export interface Priced {
  plan: string;
  price: string;
}

/** Makes somebody known to the provider. */
export async function makeBuyer(
  db: Queryable,
  user: string,
  provider: PaymentProvider = 'stripe',
): Promise<Buyer> {
  const customer = `cus_${crypto.randomUUID()}`;
  await db.query(
    `insert into private.customer (user_id, provider, is_live, provider_id)
     values ($1, $3, false, $2)`,
    [user, customer, provider],
  );
  return { user, customer };
}

/** Puts a plan on sale, by the month. */
export async function sellPlan(
  db: Queryable,
  plan: string,
  provider: PaymentProvider = 'stripe',
): Promise<Priced> {
  const price = `price_${crypto.randomUUID()}`;
  await db.query(
    `select private.set_provider_price(
       $3, false, $1, 'prod_1', 'subscription', $2, 1000, 'USD', 'month')`,
    [price, plan, provider],
  );
  return { plan, price };
}

/** Orders a plan that is on sale, and returns the id of the order. */
export async function orderPlan(
  db: Queryable,
  { user }: Buyer,
  { plan }: Priced,
  provider: PaymentProvider,
): Promise<string> {
  const { rows } = await db.query(
    `select public.begin_order($1, $2, $3, false, 'subscription', $4) ->> 'id' as id`,
    [user, crypto.randomUUID(), provider, plan],
  );
  return openOrder(db, rows[0].id);
}

/** Orders a pass or a pack of credits; returns the id of the order. */
export async function makeOrder(
  db: Queryable,
  { user }: Buyer,
  kind: 'pass' | 'pack',
  item: string,
  provider: PaymentProvider = 'stripe',
): Promise<string> {
  const price = `price_${crypto.randomUUID()}`;
  await db.query(
    `select private.set_provider_price(
       $4, false, $1, 'prod_1', $2, $3, 1000, 'USD', 'once')`,
    [price, kind, item, provider],
  );
  const { rows } = await db.query(
    `select public.begin_order($1, $2, $5, false, $3, $4) ->> 'id' as id`,
    [user, crypto.randomUUID(), kind, item, provider],
  );
  return openOrder(db, rows[0].id);
}

async function openOrder(db: Queryable, id: string): Promise<string> {
  await db.query(`select public.open_order($1, $2, 'https://pay.example')`, [id, `page_${id}`]);
  return id;
}

/** A pack of credits on offer; returns its slug. */
export async function makePack(db: Queryable, credits: number): Promise<string> {
  const slug = `pack-${crypto.randomUUID().slice(0, 18)}`;
  await db.query(
    `insert into public.credit_packs (slug, name, credits, amount_cents, currency)
     values ($1, 'Pack', $2, 1000, 'USD')`,
    [slug, credits],
  );
  return slug;
}

/** Takes in what was reported; returns applied, stale or ignored. */
export async function takeIn(
  db: Queryable,
  { kind, version, object }: Report,
  provider: PaymentProvider = 'stripe',
): Promise<string> {
  const { rows } = await db.query(
    `select public.apply_${kind}($3, $1,
       timestamptz '2030-01-01' + make_interval(secs => $2)) as outcome`,
    [JSON.stringify(object), version, provider],
  );
  return rows[0].outcome;
}

/** What somebody has after all. Moments are days from the start of the life. */
export interface Outcome {
  /** Plan, from, to: of whatever gives it, in one piece where it goes on. */
  time: [string, number, number][];
  /** By kind of account; without what is empty. */
  balances: Record<string, number>;
  /** Of plan credits: how many, until when. */
  expiring: [number, number][];
  /** Plan, state, when it will end or has ended. */
  subscriptions: [string, string, number | null][];
  /** What it was for, state, cents reversed, credits taken back. */
  payments: [string, string, number, number][];
  /** What the platform gave and took, by its account. */
  platform: Record<string, number>;
}

/** Reads it, as days from a moment. */
export async function readOutcome(db: Queryable, user: string, start: string): Promise<Outcome> {
  const { rows } = await db.query(OUTCOME, [user, start]);
  return rows[0];
}

const days = (column: string) =>
  `round(extract(epoch from ${column} - $2::timestamptz) / 86400, 2)::float`;

const OUTCOME = `
  select (
    select coalesce(jsonb_agg(jsonb_build_array(plan,
      ${days('lower(each)')}, ${days('upper(each)')}) order by each, plan), '[]')
    from (
      select plan, range_agg(tstzrange(starts_at, ends_at)) as ranges from public.memberships
      where user_id = $1 and state <> 'revoked' and ends_at is distinct from starts_at
      group by plan
    ) as by_plan cross join lateral unnest(ranges) as each
  ) as time, (
    select coalesce(jsonb_object_agg(kind, balance), '{}') from (
      select kind, sum(balance) as balance from private.ledger_account
      where owner_id = $1 and balance <> 0 group by kind) as by_kind
  ) as balances, (
    select coalesce(jsonb_agg(jsonb_build_array(balance, ${days('expires_at')})
      order by expires_at, balance), '[]')
    from private.ledger_account where owner_id = $1 and kind = 'wallet_plan' and balance <> 0
  ) as expiring, (
    select coalesce(jsonb_agg(jsonb_build_array(plan, state,
      ${days('coalesce(ended_at, cancel_at)')}) order by provider_id), '[]')
    from public.subscriptions where user_id = $1
  ) as subscriptions, (
    select coalesce(jsonb_agg(jsonb_build_array(item, state, reversed_cents, clawed_credits)
      order by created_at, provider_id), '[]')
    from public.payments where user_id = $1
  ) as payments, (
    select coalesce(jsonb_object_agg(kind, amount), '{}') from (
      select platform.kind, sum(entry.amount) as amount
      from private.ledger_entry as entry
      join private.ledger_account as platform
        on platform.id = entry.account_id and platform.owner_id is null
      where entry.transfer_id in (
        select transfer_id from private.ledger_entry
        where account_id in (select id from private.ledger_account where owner_id = $1))
      group by platform.kind having sum(entry.amount) <> 0) as by_kind
  ) as platform`;
