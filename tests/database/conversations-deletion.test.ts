// conversations-deletion: deleted conversations and what still happens in them, and the job that
// purges them after 30 days. On a database of its own: the job is run by the tests alone.
import type pg from 'pg';
import { beforeAll, describe, expect, it } from 'vitest';
import { ownDatabase } from '../support/own-database.ts';
import { ORDERS, race } from '../support/race.ts';
import {
  begin,
  type Call,
  checkpoint,
  end,
  makeCharacter,
  makePerson,
  overSql,
  refusalOf,
} from '../support/turn.ts';
import { readCredits } from '../support/wallet.ts';

const database = ownDatabase({ connections: 8 });
let call: Call;
let testa: string;
beforeAll(async () => {
  call = overSql(database.service);
  testa = await makeCharacter(database.pool, { price: 10 });
});

/** Calls a function of schema public as the person; the Data API does the same. */
async function as(user: string, db: pg.ClientBase | pg.Pool, name: string, id: string) {
  const claims = JSON.stringify({ sub: user, role: 'authenticated' });
  const { rows } = await db.query(
    `select public.${name}($1) as result
     from set_config('request.jwt.claims', $2, false) as claims where claims <> ''`,
    [id, claims],
  );
  return rows[0].result;
}

async function begun() {
  const user = await makePerson(database.pool, 100);
  const asked = { user, character: testa, chat: crypto.randomUUID() };
  return { asked, user, ...(await begin(call, asked)) };
}

/** A conversation with one whole answer that was deleted so long ago. */
async function deleted(ago: string) {
  const turn = await begun();
  await end(call, turn);
  await setDeleted(turn.conversation_id, ago);
  return turn;
}

const setDeleted = (id: string, ago: string) =>
  database.pool.query(
    'update public.conversations set deleted_at = now() - $2::interval where id = $1',
    [id, ago],
  );

const purge = async (db: Pick<pg.ClientBase, 'query'> = database.pool): Promise<number> =>
  (await db.query('select private.purge_conversations() as purged')).rows[0].purged;

const countOf = async (relation: string, id: string): Promise<number> => {
  const column = relation === 'conversations' ? 'id' : 'conversation_id';
  const { rows } = await database.pool.query(
    `select count(*)::int as count from public.${relation} where ${column} = $1`,
    [id],
  );
  return rows[0].count;
};

describe('a deleted conversation', () => {
  it('lets the answer that streams into it end, and charges it as any other', async () => {
    const turn = await begun();
    await as(turn.user, database.pool, 'delete_conversation', turn.conversation_id);
    expect(await checkpoint(call, turn, 'So far')).toBe(true);
    const receipt = await end(call, turn, { text: 'So far, so good.' });
    expect(receipt).toMatchObject({ state: 'complete', charged_credits: 10 });
    expect(await readCredits(database.pool, turn.user)).toMatchObject({ held: 0 });
    await as(turn.user, database.pool, 'restore_conversation', turn.conversation_id);
    const next = await begin(call, turn.asked);
    expect(next.messages.map(({ content }) => content)).toContain('So far, so good.');
  });

  it('takes no new message, whichever of its ids is named, and says why', async () => {
    const { asked, user, conversation_id } = await deleted('1 minute');
    for (const chat of [asked.chat, conversation_id]) {
      for (const character of [testa, null]) {
        const refusal = await refusalOf(begin(call, { user, character, chat }));
        expect(refusal).toMatchObject({ code: 'PT404', message: 'conversation_not_found' });
        expect(JSON.parse(refusal.details)).toEqual({ deleted_at: expect.any(String) });
      }
    }
    expect((await readCredits(database.pool, user)).held).toBe(0);
    expect(await countOf('messages', conversation_id)).toBe(2);
  });

  it.each(ORDERS)(
    'is deleted while a message is sent, %s: no order waits for ever',
    async (_, o) => {
      const turn = await begun();
      await end(call, turn);
      const outcomes = await race(
        database.pool,
        [
          { run: (client) => begin(overSql(client), turn.asked) },
          { run: (client) => as(turn.user, client, 'delete_conversation', turn.conversation_id) },
        ],
        o,
      );
      expect(outcomes[1].code).toBeUndefined();
      expect([undefined, 'PT404']).toContain(outcomes[0].code);
    },
  );
});

describe.each(['mark_read', 'share_conversation', 'delete_conversation'])('%s', (name) => {
  it.each(ORDERS)(
    'is called while the account is deleted, %s: neither waits for ever',
    async (_, o) => {
      const turn = await begun();
      await end(call, turn);
      const [called, gone] = await race(
        database.pool,
        [
          { run: (client) => as(turn.user, client, name, turn.conversation_id) },
          { run: (client) => client.query('delete from auth.users where id = $1', [turn.user]) },
        ],
        o,
      );
      expect([undefined, 'PT401']).toContain(called.code);
      expect(gone.code).toBeUndefined();
      expect(await countOf('conversations', turn.conversation_id)).toBe(0);
    },
  );
});

describe('the purge', () => {
  it('removes what was deleted 30 days ago with its messages, and nothing else', async () => {
    const gone = await deleted('30 days 1 second');
    const kept = await deleted('29 days 23 hours');
    expect(await purge()).toBe(1);
    for (const relation of ['conversations', 'messages', 'turns']) {
      expect(await countOf(relation, gone.conversation_id), relation).toBe(0);
      expect(await countOf(relation, kept.conversation_id), relation).toBeGreaterThan(0);
    }
    expect(await readCredits(database.pool, gone.user)).toMatchObject({ held: 0 });
    expect(await purge()).toBe(0);
  });

  it('leaves a conversation with an open turn until the turn has ended', async () => {
    const turn = await begun();
    await setDeleted(turn.conversation_id, '31 days');
    expect(await purge()).toBe(0);
    await end(call, turn);
    expect(await purge()).toBe(1);
  });

  it('works in batches', async () => {
    const user = await makePerson(database.pool, 0);
    await database.pool.query(
      `insert into public.conversations (user_id, character_id, deleted_at)
       select $1, id, now() - interval '40 days'
       from public.characters, generate_series(1, 250) where slug = $2`,
      [user, testa],
    );
    expect([await purge(), await purge(), await purge()]).toEqual([200, 50, 0]);
  });

  it('skips what somebody is restoring, and does not wait', async () => {
    const { user, conversation_id } = await deleted('31 days');
    const client = await database.pool.connect();
    try {
      await client.query('begin');
      await as(user, client, 'restore_conversation', conversation_id);
      expect(await purge()).toBe(0);
      await client.query('commit');
    } finally {
      client.release(true);
    }
    expect(await purge()).toBe(0);
    expect(await countOf('messages', conversation_id)).toBe(2);
  });

  it.each(ORDERS)('runs while the account is deleted, %s', async (_, order) => {
    const { user, conversation_id } = await deleted('31 days');
    await race(
      database.pool,
      [
        { run: (client) => purge(client) },
        { run: (client) => client.query('delete from auth.users where id = $1', [user]) },
      ],
      order,
    );
    expect(await countOf('conversations', conversation_id)).toBe(0);
  });

  it.each(ORDERS)('runs twice at once, %s: each conversation goes once', async (_, order) => {
    await deleted('31 days');
    const act = { run: (client: pg.PoolClient) => purge(client) };
    const [one, two] = await race(database.pool, [act, act], order);
    expect(Number(one.value) + Number(two.value)).toBe(1);
  });
});
