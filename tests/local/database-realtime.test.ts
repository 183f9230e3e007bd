// Broadcast from SQL: who may send and listen, by the policies on realtime.messages.
import { beforeAll, describe, expect, test } from 'vitest';
import { startTestDatabase } from './database-fixture.ts';

const database = await startTestDatabase();
const sent = (topic: string) =>
  database.as(
    'postgres',
    `select payload - 'id' as payload, payload ? 'id' as has_id, event, private, extension
     from realtime.messages where topic = $1`,
    [topic],
  );

beforeAll(async () => {
  await database.as(
    'postgres',
    `create policy "members of room:a send" on realtime.messages for insert to authenticated
     with check (realtime.topic() = 'room:a' and extension = 'broadcast')`,
  );
  await database.as(
    'postgres',
    `create policy "members of room:a listen" on realtime.messages for select to authenticated
     using (realtime.topic() = 'room:a')`,
  );
});

describe('realtime.send', () => {
  test('puts an id into the payload and is private unless told otherwise', async () => {
    await database.as('postgres', `select realtime.send('{"a": 1}', 'shout', 'room:x')`);
    await database.as('postgres', `select realtime.send('{"a": 2}', 'shout', 'room:x', false)`);
    expect(await sent('room:x')).toEqual([
      { payload: { a: 1 }, has_id: true, event: 'shout', private: true, extension: 'broadcast' },
      { payload: { a: 2 }, has_id: true, event: 'shout', private: false, extension: 'broadcast' },
    ]);
  });

  test('sends for a user whom a policy lets send to this topic', async () => {
    await database.asApi('authenticated', `select realtime.send('{}', 'hello', 'room:a')`);
    expect(await sent('room:a')).toHaveLength(1);
  });

  test('sends nothing to another topic, and only warns', async () => {
    await database.asApi('authenticated', `select realtime.send('{}', 'hello', 'room:b')`);
    await database.asApi('anon', `select realtime.send('{}', 'hello', 'room:a')`);
    expect(await sent('room:b')).toEqual([]);
    expect(await sent('room:a')).toHaveLength(1);
  });

  test('service_role sends everywhere, binary too', async () => {
    await database.asApi(
      'service_role',
      `select realtime.send_binary('\\x0102', 'bytes', 'room:c')`,
    );
    expect(
      await database.as(
        'postgres',
        `select binary_payload from realtime.messages where topic = 'room:c'`,
      ),
    ).toEqual([{ binary_payload: Buffer.from([1, 2]) }]);
  });
});

test('a listener of a private channel sees the messages of its topic only', async () => {
  const probe = (topic: string) =>
    database.asApi(
      'authenticated',
      `select set_config('realtime.topic', '${topic}', true)`,
      `select count(*)::integer from realtime.messages where topic = '${topic}'`,
    );
  expect(await probe('room:a')).toEqual([{ count: 1 }]);
  expect(await probe('room:x')).toEqual([{ count: 0 }]);
});

test('broadcast_changes tells of a changed row from a trigger', async () => {
  await database.as('postgres', 'create table public.note (id integer primary key, body text)');
  await database.as(
    'postgres',
    `create function public.tell() returns trigger language plpgsql security definer
     set search_path = '' as $$ begin
       perform realtime.broadcast_changes(
         'note:' || coalesce(new.id, old.id), tg_op, tg_op, tg_table_name, tg_table_schema, new, old
       );
       return null;
     end $$`,
  );
  await database.as(
    'postgres',
    `create trigger tell after insert or update or delete on public.note
     for each row execute function public.tell()`,
  );
  await database.as('postgres', `insert into public.note values (7, 'one')`);
  await database.as('postgres', `update public.note set body = 'two'`);
  const [inserted, updated] = await sent('note:7');
  expect(inserted).toMatchObject({
    event: 'INSERT',
    private: true,
    payload: {
      operation: 'INSERT',
      schema: 'public',
      table: 'note',
      record: { id: 7, body: 'one' },
      old_record: null,
    },
  });
  expect(updated?.payload).toMatchObject({ old_record: { body: 'one' }, record: { body: 'two' } });
});

test('broadcast_changes refuses what it cannot tell', async () => {
  await expect(
    database.as(
      'postgres',
      `select realtime.broadcast_changes('t', 'e', 'TRUNCATE', 'n', 'public', row(1), row(1))`,
    ),
  ).rejects.toThrow('Unexpected operation type: TRUNCATE');
});
