// wallet: owners of credits without an account of a person, for tests of the books alone.

export interface Queryable {
  // biome-ignore lint/suspicious/noExplicitAny: what pg returns.
  query(text: string, values?: unknown[]): Promise<{ rows: any[] }>;
}

export interface Credits {
  plan: number;
  bought: number;
  held: number;
}

export interface Hold {
  id: string;
  owner_id: string;
  amount: number;
  settled_amount: number | null;
  state: 'held' | 'settled' | 'voided';
}

/** Opens the wallet of a new owner, who is no person, filled by grants; returns the owner's id. */
export async function openWallet(
  db: Queryable,
  { plan = 0, bought = 0 }: { plan?: number; bought?: number } = {},
): Promise<string> {
  const ownerId = crypto.randomUUID();
  await db.query(
    `with wallet as (insert into private.wallet (owner_id, renews_at) values ($1, 'infinity'))
     insert into private.ledger_account (owner_id, kind, unit, balance)
     values ($1, 'wallet_bought', 'credit', 0)`,
    [ownerId],
  );
  if (plan > 0) await grant(db, ownerId, 'wallet_plan', plan);
  if (bought > 0) await grant(db, ownerId, 'wallet_bought', bought);
  return ownerId;
}

/** Gives credits, plan credits until `expiresAt`; returns the id of the transfer. */
export async function grant(
  db: Queryable,
  ownerId: string,
  kind: 'wallet_plan' | 'wallet_bought',
  amount: number | null,
  key: string = crypto.randomUUID(),
  expiresAt = 'infinity',
): Promise<number> {
  const { rows } =
    kind === 'wallet_bought'
      ? await db.query(`select private.grant_credits($1, $2, $3, 'test') as id`, [
          ownerId,
          amount,
          key,
        ])
      : await db.query(`select private.grant_plan_credits($1, $2, $3, $4, 'test') as id`, [
          ownerId,
          amount,
          key,
          expiresAt,
        ]);
  return rows[0].id;
}

/** Reserves credits for an hour; returns the hold. */
export async function hold(
  db: Queryable,
  ownerId: string,
  amount: number | null,
  key: string = crypto.randomUUID(),
): Promise<Hold> {
  const text = `select * from private.hold($1, $2, $3, 'test', '1 hour')`;
  return (await db.query(text, [ownerId, amount, key])).rows[0];
}

export async function settle(db: Queryable, holdId: string, amount: number | null): Promise<Hold> {
  return (await db.query('select * from private.settle($1, $2)', [holdId, amount])).rows[0];
}

export async function voidHold(db: Queryable, holdId: string): Promise<Hold> {
  return (await db.query('select * from private.void($1)', [holdId])).rows[0];
}

/** Makes open holds look as if their time had passed a second ago. */
export async function expire(db: Queryable, holdId: string): Promise<void> {
  await db.query(
    `update private.ledger_hold set expires_at = now() - interval '1 second'
     where id = $1 and state = 'held'`,
    [holdId],
  );
}

/** What an owner has in each wallet, and how much of both is held. */
export async function readCredits(db: Queryable, ownerId: string): Promise<Credits> {
  const { rows } = await db.query(
    `select coalesce(sum(balance) filter (where kind = 'wallet_plan'), 0)::bigint as plan,
       coalesce(sum(balance) filter (where kind = 'wallet_bought'), 0)::bigint as bought,
       sum(held)::bigint as held
     from private.ledger_account where owner_id = $1 and unit = 'credit'`,
    [ownerId],
  );
  return rows[0];
}

/** What an owner can have of both wallets in all, and how much of it is held. */
export async function readLeft(
  db: Queryable,
  ownerId: string,
): Promise<{ left: number; held: number }> {
  const { plan, bought, held } = await readCredits(db, ownerId);
  return { left: plan + bought, held };
}
