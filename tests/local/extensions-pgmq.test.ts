// pgmq's stand-in: queues as on the platform.
import pg from 'pg';
import { beforeAll, describe, expect, test } from 'vitest';
import { startTestDatabase } from './database-fixture.ts';

const database = await startTestDatabase();
const run = (statement: string) => database.as('postgres', statement);
const values = async (statement: string) =>
  (await run(statement)).map((row) => Object.values(row)[0]);

beforeAll(async () => {
  await run('create extension if not exists pgmq');
  await run('create extension if not exists pgmq');
});

test('a queue is made, listed and dropped, with its table and its archive', async () => {
  await run(`select pgmq.create('Plain'), pgmq.create('Plain'), pgmq.create_unlogged('fast'),
    pgmq.create_partitioned('parts', '1 day', '7 days')`);
  expect(
    await run('select queue_name, is_partitioned, is_unlogged from pgmq.list_queues() order by 1'),
  ).toEqual([
    { queue_name: 'fast', is_partitioned: false, is_unlogged: true },
    { queue_name: 'parts', is_partitioned: true, is_unlogged: false },
    { queue_name: 'Plain', is_partitioned: false, is_unlogged: false },
  ]);
  expect(
    await values(`select relname from pg_class where relnamespace = 'pgmq'::regnamespace
      and relkind = 'r' order by relname`),
  ).toEqual(['a_fast', 'a_parts', 'a_plain', 'meta', 'q_fast', 'q_parts', 'q_plain']);
  expect(
    await values(`select distinct relowner::regrole::text from pg_class
      where relnamespace = 'pgmq'::regnamespace`),
  ).toEqual(['postgres']);
  expect(await values(`select pgmq.drop_queue('Plain')`)).toEqual([true]);
  expect(await values(`select pgmq.drop_queue('Plain')`)).toEqual([false]);
  await expect(run(`select pgmq.send('plain', '{}')`)).rejects.toThrow('does not exist');
});

test('a queue name is at most 47 characters without quotes', async () => {
  await run(`select pgmq.create('${'x'.repeat(47)}')`);
  await expect(run(`select pgmq.create('${'x'.repeat(48)}')`)).rejects.toThrow('too long');
  await expect(run(`select pgmq.create('a;b')`)).rejects.toThrow('invalid characters');
});

describe('a message', () => {
  test('is sent in every way that pgmq knows', async () => {
    await run(`select pgmq.create('ways')`);
    expect(
      await values(`
        select pgmq.send('ways', '{"n": 1}') union all
        select pgmq.send('ways', '{"n": 2}', '{"h": 1}'::jsonb) union all
        select pgmq.send('ways', '{"n": 3}', 0) union all
        select pgmq.send('ways', '{"n": 4}', now()) union all
        select pgmq.send('ways', '{"n": 5}', '{"h": 2}', 0) union all
        select pgmq.send('ways', '{"n": 6}', '{"h": 3}', now()) union all
        select pgmq.send(queue_name => 'ways', msg => '{"n": 7}', delay => 0)`),
    ).toEqual(['1', '2', '3', '4', '5', '6', '7']);
    expect(
      await values(`
        select pgmq.send_batch('ways', '{"{}","{}"}') union all
        select pgmq.send_batch('ways', '{"{}"}', 5) union all
        select pgmq.send_batch('ways', '{"{}"}', now() + interval '5 s') union all
        select pgmq.send_batch('ways', array['{}'::jsonb], array['{"h": 4}'::jsonb])`),
    ).toEqual(['8', '9', '10', '11', '12']);
    const read = await run(`select msg_id, message, headers from pgmq.read('ways', 30, 100)`);
    expect(read.map((row) => row.msg_id)).toEqual([
      '1',
      '2',
      '3',
      '4',
      '5',
      '6',
      '7',
      '8',
      '9',
      '12',
    ]);
    expect(read[4]).toEqual({ msg_id: '5', message: { n: 5 }, headers: { h: 2 } });
  });

  test('is hidden while it is read, and read again later', async () => {
    await run(`select pgmq.create('hiding'), pgmq.send('hiding', '{"k": 1}')`);
    expect(await values(`select read_ct from pgmq.read('hiding', 60, 1)`)).toEqual([1]);
    expect(await run(`select * from pgmq.read('hiding', 60, 1)`)).toEqual([]);
    expect(await values(`select msg_id from pgmq.set_vt('hiding', 1, 0)`)).toEqual(['1']);
    expect(await values(`select read_ct from pgmq.read('hiding', 60, 1)`)).toEqual([2]);
  });

  test('is read by what it holds', async () => {
    await run(`select pgmq.create('picky'),
      pgmq.send_batch('picky', array['{"kind": "a"}', '{"kind": "b"}']::jsonb[])`);
    expect(await values(`select msg_id from pgmq.read('picky', 1, 9, '{"kind": "b"}')`)).toEqual([
      '2',
    ]);
  });

  test('goes to one of two readers', async () => {
    await run(`select pgmq.create('contested'),
      pgmq.send_batch('contested', array['{}', '{}']::jsonb[])`);
    const [one, other] = [0, 1].map(() => new pg.Client({ connectionString: database.url() }));
    const got = [];
    for (const client of [one, other]) {
      await client?.connect();
      await client?.query('begin');
      got.push((await client?.query(`select msg_id from pgmq.read('contested', 60, 1)`))?.rows);
    }
    expect(got).toEqual([[{ msg_id: '1' }], [{ msg_id: '2' }]]);
    await one?.end();
    await other?.end();
  });

  test('is waited for by polling', async () => {
    await run(`select pgmq.create('awaited')`);
    const reading = run(`select message from pgmq.read_with_poll('awaited', 30, 1, 10, 20)`);
    await run(`select pgmq.send('awaited', '{"late": true}')`);
    expect(await reading).toEqual([{ message: { late: true } }]);
    expect(await run(`select * from pgmq.read_with_poll('awaited', 30, 1, 0, 10)`)).toEqual([]);
  });

  test('is popped, deleted or archived, once', async () => {
    await run(`select pgmq.create('ending'),
      pgmq.send_batch('ending', (select array_agg('{}'::jsonb) from generate_series(1, 6)))`);
    expect(await values(`select msg_id from pgmq.pop('ending')`)).toEqual(['1']);
    expect(await values(`select pgmq.delete('ending', 2)`)).toEqual([true]);
    expect(await values(`select pgmq.delete('ending', 2)`)).toEqual([false]);
    expect(await values(`select pgmq.delete('ending', '{2,3}'::bigint[])`)).toEqual(['3']);
    expect(await values(`select pgmq.archive('ending', 4)`)).toEqual([true]);
    expect(await values(`select pgmq.archive('ending', 4)`)).toEqual([false]);
    expect(await values(`select pgmq.archive('ending', '{5,99}'::bigint[])`)).toEqual(['5']);
    expect(await values('select msg_id from pgmq.a_ending where archived_at is not null')).toEqual([
      '4',
      '5',
    ]);
    expect(await values(`select pgmq.purge_queue('ending')`)).toEqual(['1']);
  });
});

test('metrics count a queue', async () => {
  await run(`select pgmq.create('counted'), pgmq.send_batch('counted', '{"{}","{}"}')`);
  await run(`select pgmq.read('counted', 60, 1), pgmq.delete('counted', 1)`);
  await run(`select pgmq.send('counted', '{}', 60)`);
  expect(await run(`select * from pgmq.metrics('counted')`)).toMatchObject([
    { queue_name: 'counted', queue_length: '2', total_messages: '3', queue_visible_length: '1' },
  ]);
  const names = await values('select queue_name from pgmq.metrics_all()');
  expect(names).toContain('counted');
});

test('dropping the extension takes its queues along, unless an archive was detached', async () => {
  await run(`select pgmq.create('gone'), pgmq.send('gone', '{}')`);
  await run(`select pgmq.archive('gone', 1), pgmq.detach_archive('gone')`);
  expect(await values(`select pgmq.drop_queue('gone')`)).toEqual([true]);
  expect(await values('select msg_id from pgmq.a_gone')).toEqual(['1']);
  await run('drop table pgmq.a_gone');
  await run('drop extension pgmq');
  await run('create extension pgmq');
  expect(await run('select * from pgmq.list_queues()')).toEqual([]);
});
