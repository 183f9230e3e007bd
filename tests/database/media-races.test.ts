// media-races: two who lock the same pictures, each in the order that suits it. A third connection
// holds the picture that comes first by its id, until both wait.
import type pg from 'pg';
import { beforeAll, expect, it } from 'vitest';
import { addPicture, talkIn } from '../support/attached-talk.ts';
import { ownDatabase } from '../support/own-database.ts';
import { outcomeOf, settledOrBlocked } from '../support/race.ts';
import { makePerson, overSql } from '../support/turn.ts';

const database = ownDatabase({ connections: 8 });
let admin: string;
beforeAll(async () => {
  admin = await makePerson(database.pool, 0);
  await database.pool.query(`update public.profiles set role = 'admin' where id = $1`, [admin]);
});

type Act = (client: pg.PoolClient) => Promise<unknown>;

/** Two pictures by their ids; in the table they stand the other way round. */
async function twoPictures(user: string): Promise<[string, string]> {
  let second = await addPicture(database, user);
  for (;;) {
    const next = await addPicture(database, user);
    if (next < second) return [next, second];
    second = next;
  }
}

/** The two act one after the other, each until it waits, then what they wait for is free. */
async function whileLocked(picture: string, acts: Act[]) {
  const gate = await database.pool.connect();
  const clients = await Promise.all(acts.map(() => database.pool.connect()));
  await gate.query('begin');
  await gate.query('select from public.media_assets where id = $1 for update', [picture]);
  const running: ReturnType<typeof outcomeOf>[] = [];
  for (const [nr, act] of acts.entries()) {
    const client = clients[nr] as pg.PoolClient;
    // As where the list is long, or the table small.
    await client.query('set enable_indexscan = off; set enable_bitmapscan = off');
    const outcome = outcomeOf(act(client));
    running.push(outcome);
    await settledOrBlocked(database.pool, client, outcome);
  }
  await gate.query('commit');
  const outcomes = await Promise.all(running);
  gate.release();
  for (const client of clients) client.release(true);
  for (const { code } of outcomes) expect(code, 'a deadlock').not.toBe('40P01');
  return outcomes;
}

const remove =
  (user: string, ids: string[]): Act =>
  (client) =>
    overSql(client)('delete_media', { p_user_id: user, p_ids: ids });

async function left(ids: string[]): Promise<number> {
  const query = 'select from public.media_assets where id = any ($1)';
  return (await database.pool.query(query, [ids])).rowCount ?? 0;
}

it('pictures are deleted while they are sent: the message has its gaps', async () => {
  const { user, character } = await talkIn(database);
  const pictures = await twoPictures(user);
  const [sent] = await whileLocked(pictures[0], [
    (client) =>
      overSql(client)('begin_turn', {
        p_user_id: user,
        p_chat_id: 'c',
        p_client_message_id: 'm',
        p_character: character,
        p_text: 'Look',
        p_attachments: pictures,
      }),
    remove(user, [...pictures].reverse()),
  ]);
  expect(sent?.code).toBeUndefined();
  expect(await left(pictures)).toBe(0);
  const { rows } = await database.pool.query(
    `select asset_id from public.message_attachments
     join public.conversations on conversations.id = conversation_id where user_id = $1`,
    [user],
  );
  expect(rows).toEqual([{ asset_id: null }, { asset_id: null }]);
});

it('pictures are deleted while they are sent, first: the message is refused', async () => {
  const { user, character } = await talkIn(database);
  const pictures = await twoPictures(user);
  const [, sent] = await whileLocked(pictures[0], [
    remove(user, pictures),
    (client) =>
      overSql(client)('begin_turn', {
        p_user_id: user,
        p_chat_id: 'c',
        p_client_message_id: 'm',
        p_character: character,
        p_text: 'Look',
        p_attachments: pictures,
      }),
  ]);
  expect(sent?.code).toBe('PT404');
  expect(await left(pictures)).toBe(0);
});

it('an admin deletes pictures of an account that is deleted', async () => {
  const user = await makePerson(database.pool, 0);
  const pictures = await twoPictures(user);
  await whileLocked(pictures[0], [
    remove(admin, pictures),
    (client) => client.query('delete from auth.users where id = $1', [user]),
  ]);
  expect(await left(pictures)).toBe(0);
});

it('a person deletes the same pictures on two devices: each is deleted once', async () => {
  const user = await makePerson(database.pool, 0);
  const pictures = await twoPictures(user);
  const outcomes = await whileLocked(pictures[0], [
    remove(user, pictures),
    remove(user, [...pictures].reverse()),
  ]);
  const deleted = outcomes.flatMap(({ value }) => value as string[]);
  expect(deleted.toSorted()).toEqual(pictures.toSorted());
});
