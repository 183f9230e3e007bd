// rewards: people who invite each other and cash out what they earned, in a database of a test's
// own.
import type { Queryable } from './wallet.ts';

/** The rules of the tests: those of miky, but what a test says. */
export interface Rules {
  condition?: 'email' | 'payment';
  entry_days?: number;
  per_day?: number;
  in_total?: number;
  checks?: Record<string, 'off' | 'review' | 'refuse'>;
  cashouts?: { minimum_cents?: number; automatic_cents?: number; account_days?: number };
}

/** Sets them, as applying a catalog does; accounts need no age for a cashout unless told so. */
export async function setRules(db: Queryable, rules: Rules = {}): Promise<void> {
  const { checks, cashouts, ...rest } = rules;
  const all = {
    invited_credits: 300,
    referrer_cents: 200,
    condition: 'email',
    entry_days: 7,
    per_day: 1000,
    in_total: 1000,
    ...rest,
    checks: {
      disposable_email: 'refuse',
      same_mailbox: 'refuse',
      same_device: 'review',
      same_address: 'review',
      same_payer: 'review',
      same_payee: 'review',
      ...checks,
    },
    cashouts: { minimum_cents: 1000, automatic_cents: 5000, account_days: 0, ...cashouts },
  };
  await db.query('select private.apply_rewards($1)', [JSON.stringify(all)]);
}

export interface SignUp {
  email?: string;
  isConfirmed?: boolean;
  /** What the client puts into the user's metadata. */
  data?: Record<string, unknown>;
}

/** Signs somebody up, as the Auth server does; returns the id. */
export async function join(db: Queryable, options: SignUp = {}): Promise<string> {
  const id = crypto.randomUUID();
  const { email = `${id}@parley.test`, isConfirmed = true, data = {} } = options;
  await db.query(
    `insert into auth.users (id, email, email_confirmed_at, raw_user_meta_data)
     values ($1, $2, case when $3 then now() end, $4)`,
    [id, email, isConfirmed, JSON.stringify(data)],
  );
  return id;
}

/** The e-mail of somebody is confirmed. */
export async function confirm(db: Queryable, user: string): Promise<void> {
  await db.query('update auth.users set email_confirmed_at = now() where id = $1', [user]);
}

export interface Counters {
  code: string;
  clicks: number;
  sign_ups: number;
  verified: number;
  rewarded: number;
  earned_cents: number;
  paid_cents: number;
}

/** Somebody's code and counters. */
export async function countersOf(db: Queryable, user: string): Promise<Counters> {
  const { rows } = await db.query(
    `select code, clicks, sign_ups, verified, rewarded, earned_cents, paid_cents
     from public.referrers where user_id = $1`,
    [user],
  );
  return rows[0];
}

/** Somebody invited by a referrer; returns the id. */
export async function invite(
  db: Queryable,
  referrer: string,
  { data, ...options }: SignUp = {},
): Promise<string> {
  const { code } = await countersOf(db, referrer);
  return join(db, { ...options, data: { ...data, referral_code: code } });
}

/** State and promised reward of who was invited; undefined without a referral. */
export async function referralOf(
  db: Queryable,
  invited: string,
): Promise<
  | { id: string; referrer_id: string; state: string; is_flagged: boolean; referrer_cents: number }
  | undefined
> {
  const { rows } = await db.query(
    `select id, referrer_id, state, is_flagged, referrer_cents
     from private.referral where invited_id = $1`,
    [invited],
  );
  return rows[0];
}

/** Each decision about who was invited, as `decision: reason`, oldest first. */
export async function decisionsOf(db: Queryable, invited: string): Promise<string[]> {
  const { rows } = await db.query(
    `select decision || ': ' || reason as made from private.referral_decision
     where user_id = $1 order by id`,
    [invited],
  );
  return rows.map(({ made }) => made);
}

/** By kind of account: US cents that somebody has, without what is empty. */
export async function centsOf(db: Queryable, owner: string): Promise<Record<string, number>> {
  const { rows } = await db.query(
    `select kind, balance from private.ledger_account
     where owner_id = $1 and unit = 'USD' and balance <> 0`,
    [owner],
  );
  return Object.fromEntries(rows.map(({ kind, balance }) => [kind, balance]));
}

/** Gives somebody earned money, as referrals do. */
export async function earn(db: Queryable, owner: string, cents: number): Promise<void> {
  await db.query(
    `with locked as materialized (select private.require_wallet($1::uuid) as wallet)
     select private.give_reward($1::uuid, $2, 'test:' || gen_random_uuid()) from locked`,
    [owner, cents],
  );
}

export interface Cashout {
  id: string;
  state: string;
  amount_cents: number;
  receiver: string;
}

export interface CashoutOptions {
  key?: string;
  receiver?: string;
}

/** request_cashout, to an address of the person's own unless told otherwise. */
export async function requestCashout(
  db: Queryable,
  user: string,
  cents: number | null,
  { key = crypto.randomUUID(), receiver = `${user}@paypal.test` }: CashoutOptions = {},
): Promise<Cashout> {
  const text = 'select * from public.request_cashout($1, $2, $3, $4)';
  return (await db.query(text, [user, key, cents, receiver])).rows[0];
}

/** A cashout, where its money is, why an admin had to look, and whether it waits in the queue. */
export async function readCashout(db: Queryable, id: string) {
  const { rows } = await db.query(
    `select state, reason, transaction_id, money, risks, batch_id, item_id, is_uncertain,
       message_id is not null as is_queued
     from public.cashouts join private.payout on cashout_id = id where id = $1`,
    [id],
  );
  return rows[0];
}
