// economy-books: grants, bare holds and refunds of the economy's people.
import { type Handlers, operationKey } from './economy-world.ts';
import { hold, type Queryable, settle, voidHold } from './wallet.ts';

type BookVerb = 'grant' | 'gift' | 'hold' | 'settle' | 'void' | 'refund';

/** What SQL of other capabilities does. */
export const BOOKS: Handlers<BookVerb> = {
  grant: ({ db, world, user }, call) =>
    db.query(`select private.grant_credits($1, $2, $3, 'test')`, [
      user,
      call.amount,
      `grant:${operationKey(world, call)}`,
    ]),
  gift: ({ db, user }, { amount, key, seconds }) =>
    db.query(
      `select private.grant_plan_credits(
         $1, $2, $3, now() + make_interval(secs => $4), 'test')`,
      [user, amount, `gift:${key}`, seconds],
    ),
  hold: ({ db, world, user }, call) =>
    hold(db, user, call.amount, `hold:${operationKey(world, call)}`),
  settle: async ({ db, world }, call) =>
    settle(db, await holdOf(db, operationKey(world, call)), call.amount),
  void: async ({ db, world }, call) => voidHold(db, await holdOf(db, operationKey(world, call))),
  refund: async ({ db, world, user }, call) => {
    const { rows } = await db.query(
      `select id from private.ledger_hold
       where owner_id = $1 and state = 'settled' and settled_amount > 0
       order by created_at desc, id offset $2 limit 1`,
      [user, call.nth],
    );
    await db.query(`select private.refund($1, $2, $3, 'test')`, [
      rows[0]?.id ?? crypto.randomUUID(),
      call.amount,
      `refund:${operationKey(world, call)}`,
    ]);
  },
};

async function holdOf(db: Queryable, key: string): Promise<string> {
  const text = 'select id from private.ledger_hold where operation_key = $1';
  return (await db.query(text, [`hold:${key}`])).rows[0]?.id ?? crypto.randomUUID();
}
