// turns-deletion: an account is deleted while one of its turns is half way through a call. A third
// connection holds the wallets, so that the call stops after it has locked the turn.
import type pg from 'pg';
import { beforeAll, expect, it } from 'vitest';
import { ownDatabase } from '../support/own-database.ts';
import { outcomeOf, settledOrBlocked } from '../support/race.ts';
import {
  begin,
  type Call,
  checkpoint,
  end,
  expireTurn,
  makeCharacter,
  makePerson,
  overSql,
  sweep,
} from '../support/turn.ts';
import { readCredits } from '../support/wallet.ts';

const database = ownDatabase({ connections: 8 });
let call: Call;
let testa: string;
beforeAll(async () => {
  call = overSql(database.service);
  testa = await makeCharacter(database.pool, { price: 10 });
});

it.each([
  ['its answer is settled', (by: Call, turn: Begun) => end(by, turn)],
  [
    'its next message begins',
    (by: Call, { asked }: Begun) => begin(by, { ...asked, message: 'n' }),
  ],
  ['its text is stored', (by: Call, turn: Begun) => checkpoint(by, turn, 'So far')],
])('an account is deleted while %s: neither waits for ever', async (_, act) => {
  const turn = await begun();
  const outcomes = await whileWalletsAreLocked(turn.asked.user, [
    (client) => act(overSql(client), turn),
    (client) => client.query('delete from auth.users where id = $1', [turn.asked.user]),
  ]);
  for (const { code } of outcomes) expect(code).not.toBe('40P01');
  await freeOf(turn);
});

it.each([
  ['its answer is settled', (by: Call, turn: Begun) => end(by, turn)],
  [
    'its next message begins',
    (by: Call, { asked }: Begun) => begin(by, { ...asked, message: 'n' }),
  ],
])("a member's account is deleted while %s: neither waits for ever", async (_, act) => {
  const owner = await makePerson(database.pool, 20);
  const own = await begin(call, { user: owner, character: testa });
  await end(call, own);
  const user = await makePerson(database.pool, 20);
  await database.pool.query(
    `with shared as (update public.conversations set is_shared = true where id = $1)
     insert into public.participants (conversation_id, user_id, role) values ($1, $2, 'member')`,
    [own.conversation_id, user],
  );
  const asked = { user, chat: own.conversation_id, message: 'm', text: 'And me?' };
  const turn = { ...(await begin(call, asked)), asked: { ...asked, character: testa } };
  const outcomes = await whileWalletsAreLocked(user, [
    (client) => act(overSql(client), turn),
    (client) => client.query('delete from auth.users where id = $1', [user]),
  ]);
  for (const { code } of outcomes) expect(code).not.toBe('40P01');
  const { rows } = await database.pool.query(
    `select distinct author_id from public.messages
     where conversation_id = $1 and content = 'And me?'`,
    [own.conversation_id],
  );
  expect(rows).toEqual([{ author_id: null }]);
  await freeOf(turn);
});

it('an account is deleted while the sweep closes its turns: neither waits for ever', async () => {
  const turn = await begun();
  // The second one: Postgres looks up the owner of a conversation that a transaction changes twice.
  const second = await begin(call, { ...turn.asked, message: 'm2' });
  for (const { turn_id } of [turn, second]) await expireTurn(database.pool, turn_id);
  const warnings: unknown[] = [];
  const outcomes = await whileWalletsAreLocked(turn.asked.user, [
    (client) => {
      client.on('notice', ({ message }) => warnings.push(message));
      return sweep(client);
    },
    (client) => client.query('delete from auth.users where id = $1', [turn.asked.user]),
  ]);
  for (const { code } of outcomes) expect(code).not.toBe('40P01');
  expect(warnings).toEqual([]);
  await freeOf(turn);
});

type Begun = Awaited<ReturnType<typeof begun>>;

async function begun() {
  const user = await makePerson(database.pool, 20);
  const asked = { user, character: testa, chat: 'c', message: 'm' };
  return { ...(await begin(call, asked)), asked };
}

/** What is held when the account is gone is freed by the sweep. */
async function freeOf({ asked }: Begun): Promise<void> {
  await database.pool.query(
    `update private.ledger_hold set expires_at = now() - interval '1 second'
     where owner_id = $1 and state = 'held'`,
    [asked.user],
  );
  await sweep(database.pool);
  expect((await readCredits(database.pool, asked.user)).held).toBe(0);
}

/** Starts acts one after the other, each until it waits for a lock, then frees the wallets. */
async function whileWalletsAreLocked(
  user: string,
  acts: ((client: pg.PoolClient) => Promise<unknown>)[],
) {
  const gate = await database.pool.connect();
  const clients = await Promise.all(acts.map(() => database.pool.connect()));
  try {
    await gate.query('begin');
    await gate.query('select private.lock_wallets(array[$1::uuid])', [user]);
    const running = [];
    for (const [index, client] of clients.entries()) {
      const act = acts[index];
      if (!act) continue;
      const outcome = outcomeOf(act(client));
      running.push(outcome);
      await settledOrBlocked(database.pool, client, outcome);
    }
    await gate.query('commit');
    return await Promise.all(running);
  } finally {
    for (const client of [gate, ...clients]) client.release(true);
  }
}
