// membership: people with plans: the verbs that give, change and take them, at chosen moments.
import type { Queryable } from './wallet.ts';

const DAY_MS = 86_400_000;

export interface Membership {
  id: string;
  user_id: string;
  plan: string;
  source: 'subscription' | 'pass' | 'trial' | 'admin';
  starts_at: Date;
  ends_at: Date | null;
  anchor_at: Date;
  state: 'live' | 'ended' | 'revoked';
}

/** Plan credits of one grant. */
export interface PlanCredits {
  /** Source and plan of the membership, or `default`. */
  of: string;
  balance: number;
  held: number;
  expires_at: Date;
  is_closed: boolean;
}

/** The moment so many days from now; negative is before. */
export function inDays(days: number): Date {
  return new Date(Date.now() + days * DAY_MS);
}

/** A person who signed up at a moment and has done nothing since: nothing is granted yet. */
export async function signUp(db: Queryable, since: Date | string = new Date()): Promise<string> {
  const id = crypto.randomUUID();
  // A wallet that is not due when the account is made gets nothing then.
  await db.query(`insert into private.wallet (owner_id, renews_at) values ($1, 'infinity')`, [id]);
  await db.query('insert into auth.users (id, email) values ($1, $2)', [id, `${id}@parley.test`]);
  await db.query('update public.profiles set created_at = $2 where id = $1', [id, since]);
  await db.query(`update private.wallet set renews_at = '-infinity' where owner_id = $1`, [id]);
  return id;
}

export interface PlanOptions {
  credits?: number;
  rank?: number;
  rolloverPeriods?: number;
  passDays?: number;
  features?: string[];
}

/** A plan of one test, on offer by the month or as a pass; returns its slug. */
export async function makePlan(db: Queryable, options: PlanOptions = {}): Promise<string> {
  const { credits = 0, rank = 50, rolloverPeriods = 0, passDays = null, features = [] } = options;
  const slug = `test-${crypto.randomUUID().slice(0, 18)}`;
  await db.query(
    `insert into public.plans (slug, name, description, rank, billing, amount_cents, currency,
       credits, rollover_periods, pass_days, features)
     values ($1, 'Test', 'Is tested.', $2,
       case when $5::integer is null then 'month' else 'once' end, 700, 'USD', $3, $4, $5, $6)`,
    [slug, rank, credits, rolloverPeriods, passDays, features],
  );
  return slug;
}

export interface Given {
  user: string;
  plan: string;
  source?: Membership['source'];
  key?: string;
  startsAt?: Date | string;
  endsAt?: Date | string | null;
  anchorAt?: Date | string | null;
}

/** grant_membership; a subscription from now on without an end unless told otherwise. */
export async function giveMembership(db: Queryable, given: Given): Promise<Membership> {
  const { user, plan, source = 'subscription', key = crypto.randomUUID() } = given;
  const { startsAt = new Date(), endsAt = null, anchorAt = null } = given;
  const { rows } = await db.query(
    'select * from private.grant_membership($1, $2, $3, $4, $5, $6, $7)',
    [user, plan, source, key, startsAt, endsAt, anchorAt],
  );
  return rows[0];
}

/** grant_pass. */
export async function givePass(
  db: Queryable,
  user: string,
  plan: string,
  key: string = crypto.randomUUID(),
): Promise<Membership> {
  const text = 'select * from private.grant_pass($1, $2, $3)';
  return (await db.query(text, [user, plan, key])).rows[0];
}

/** replace_membership; now unless told otherwise. */
export async function changePlan(
  db: Queryable,
  { id }: Pick<Membership, 'id'>,
  plan: string,
  { at, key = crypto.randomUUID() }: { at?: Date | null; key?: string } = {},
): Promise<Membership> {
  const { rows } = await db.query(
    'select * from private.replace_membership($1, $2, coalesce($3, now()), $4)',
    [id, plan, at ?? null, key],
  );
  return rows[0];
}

/** revoke_membership. */
export async function revoke(db: Queryable, { id }: Pick<Membership, 'id'>): Promise<void> {
  await db.query('select private.revoke_membership($1)', [id]);
}

/** renew_wallet, as of a moment. */
export async function renew(db: Queryable, user: string, at: Date | string): Promise<void> {
  await db.query('select private.renew_wallet($1, $2)', [user, at]);
}

/** The job of every minute, now; returns how many wallets it renewed. */
export async function renewAll(db: Queryable): Promise<number> {
  return (await db.query('select private.renew_wallets() as renewed')).rows[0].renewed;
}

/** The slug of the plan in force at a moment. */
export async function planAt(
  db: Queryable,
  user: string,
  at: Date | string = new Date(),
): Promise<string> {
  const text = 'select slug from private.current_plan($1, $2)';
  return (await db.query(text, [user, at])).rows[0].slug;
}

/** All that was ever granted by plans, soonest expiring first. */
export async function readGrants(db: Queryable, user: string): Promise<PlanCredits[]> {
  const { rows } = await db.query(
    `select substring(granted_for from '^(.*?):?\\d{4}-\\d{2}-\\d{2}T') as of, balance, held,
       expires_at, closed_at is not null as is_closed
     from private.ledger_account where owner_id = $1 and kind = 'wallet_plan'
     order by expires_at, of`,
    [user],
  );
  return rows;
}

/** What somebody could spend now. */
export async function available(db: Queryable, user: string): Promise<number> {
  const text = 'select private.available_credits($1) as credits';
  return (await db.query(text, [user])).rows[0].credits;
}
