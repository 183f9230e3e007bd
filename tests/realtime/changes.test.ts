// changes: rows that are inserted, changed and deleted reach those who may see them, and only them.
import { expect, it } from 'vitest';
import { waitUntil } from '../../local/wait-until.ts';
import { follow } from './follow.ts';
import { ownRealtime } from './own-realtime.ts';
import { hearSystem, many } from './room.ts';

const own = ownRealtime(`
  create type public.mood as enum ('good', 'bad');
  create table public.diary (
    id bigint primary key, owner uuid not null, body text, secret text, mood public.mood,
    score numeric, tags text[], details jsonb, written_at timestamptz
  );
  alter table public.diary enable row level security;
  grant select (id, owner, body, mood, score, tags, details, written_at)
    on public.diary to authenticated;
  create policy "people read their diary" on public.diary for select to authenticated
    using (owner = (select auth.uid()));

  create table public.board (id bigint primary key, body text, place int);
  alter table public.board replica identity full;
  grant select on public.board to anon, authenticated;

  create table public.keyless (body text);
  grant select on public.keyless to anon;
  create table public.internal (id bigint primary key);
  create table public.unpublished (id bigint primary key);
  grant select on public.unpublished to anon;
  alter publication supabase_realtime
    add table public.diary, public.board, public.keyless, public.internal;
`);

let lastId = 0;

const run = (statement: string, ...values: unknown[]) => own.pool.query(statement, values);

it('an owner sees a row come, change and go, with its types', async () => {
  const ann = await own.somebody();
  const { events, system, channel } = await follow(await own.clientOf(ann.token), {
    table: 'diary',
  });
  expect(system).toEqual({
    extension: 'postgres_changes',
    status: 'ok',
    message: 'Subscribed to PostgreSQL',
    channel: channel.topic.replace('realtime:', ''),
  });
  const id = ++lastId;
  await run(
    `insert into public.diary values ($1, $2, 'Grüße', 'pst', 'good', 1.50, '{a,"b c"}',
       '{"deep": [1, null]}', '2026-01-02 03:04:05.678901+02')`,
    id,
    ann.id,
  );
  // Whether a row may be seen is asked when its change is delivered.
  await many(events, 1);
  await run(`update public.diary set body = 'two' where id = $1`, id);
  await many(events, 2);
  await run('delete from public.diary where id = $1', id);
  const [inserted, updated, deleted] = await many(events, 3);
  const row = {
    id,
    owner: ann.id,
    body: 'Grüße',
    mood: 'good',
    score: 1.5,
    tags: ['a', 'b c'],
    details: { deep: [1, null] },
    written_at: '2026-01-02T01:04:05.678901+00:00',
  };
  expect(inserted).toEqual({
    schema: 'public',
    table: 'diary',
    commit_timestamp: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
    eventType: 'INSERT',
    new: row,
    old: {},
    errors: null,
  });
  expect(updated).toMatchObject({
    eventType: 'UPDATE',
    new: { ...row, body: 'two' },
    old: { id },
  });
  expect(deleted).toMatchObject({ eventType: 'DELETE', new: {}, old: { id } });
});

it('a stranger and an anonymous caller see nothing of it but that an id is gone', async () => {
  const [ann, ben] = [await own.somebody(), await own.somebody()];
  const stranger = await follow(await own.clientOf(ben.token), { table: 'diary' });
  const anonymous = await follow(own.client(), { table: 'diary' });
  const id = ++lastId;
  await run(`insert into public.diary (id, owner, body) values ($1, $2, 'a')`, id, ann.id);
  await run(`update public.diary set body = 'b' where id = $1`, id);
  await run('delete from public.diary where id = $1', id);
  const mine = ++lastId;
  await run('insert into public.diary (id, owner) values ($1, $2)', mine, ben.id);
  await many(stranger.events, 2);
  expect(stranger.events).toMatchObject([
    { eventType: 'DELETE', old: { id } },
    { eventType: 'INSERT', new: { id: mine } },
  ]);
  await waitUntil('the same for nobody', () => anonymous.events.length === 4);
  for (const event of anonymous.events) expect([event.new, event.old]).toEqual([{}, {}]);
  expect(anonymous.events[0]).toMatchObject({ errors: ['Error 401: Unauthorized'] });
});

it('a row that changes hands is seen by its new owner only', async () => {
  const [ann, ben] = [await own.somebody(), await own.somebody()];
  const byAnn = await follow(await own.clientOf(ann.token), { table: 'diary' });
  const byBen = await follow(await own.clientOf(ben.token), { table: 'diary' });
  const id = ++lastId;
  await run('insert into public.diary (id, owner) values ($1, $2)', id, ann.id);
  await many(byAnn.events, 1);
  await run('update public.diary set owner = $2 where id = $1', id, ben.id);
  await many(byBen.events, 1);
  await run('update public.diary set owner = $2 where id = $1', id, ann.id);
  await many(byAnn.events, 2);
  expect(byBen.events).toMatchObject([{ eventType: 'UPDATE', new: { owner: ben.id } }]);
  expect(byAnn.events.map(({ eventType }) => eventType)).toEqual(['INSERT', 'UPDATE']);
});

it('a table without row security is for all who may read it, the old row too', async () => {
  const { events } = await follow(own.client(), { table: 'board' });
  const id = ++lastId;
  await run(`insert into public.board values ($1, 'a', 1)`, id);
  await run(`update public.board set body = 'b' where id = $1`, id);
  await run('delete from public.board where id = $1', id);
  await many(events, 3);
  expect(events.map((event) => [event.eventType, event.new, event.old])).toEqual([
    ['INSERT', { id, body: 'a', place: 1 }, {}],
    ['UPDATE', { id, body: 'b', place: 1 }, { id, body: 'a', place: 1 }],
    ['DELETE', {}, { id, body: 'b', place: 1 }],
  ]);
});

it.each([
  ['place=eq.5', [5]],
  ['place=neq.5', [3, 4, 6]],
  ['place=lt.5', [3, 4]],
  ['place=lte.5', [3, 4, 5]],
  ['place=gt.5', [6]],
  ['place=gte.5', [5, 6]],
  ['place=in.(3,6)', [3, 6]],
  ['place=not.in.(3,6)', [4, 5]],
  ['body=eq."a, (b) \\"c\\" 4"', [4]],
  ['body=like.a, (b)%', undefined],
  ['body=like."a, (b)%5"', [5]],
  ['body=match."[36]$"', [3, 6]],
  ['body=is.null', []],
  ['place=gt.3,place=lt.6', [4, 5]],
])('the filter %s', async (filter, expected) => {
  const last = ++lastId + 10;
  const { events, system } = await follow(
    own.client(),
    { table: 'board', filter },
    { table: 'board', filter: `id=eq.${last}` },
  );
  if (!expected) {
    expect(system).toMatchObject({ status: 'error', extension: 'postgres_changes' });
    return;
  }
  const insert = 'insert into public.board values ($1, $2, $3)';
  for (const place of [3, 4, 5, 6]) await run(insert, ++lastId, `a, (b) "c" ${place}`, place);
  lastId = last;
  await run(insert, last, 'last', 1);
  await waitUntil('the last', () => events.some((event) => event.new.id === last));
  const others = events.filter((event) => event.new.id !== last);
  expect(others.map((event) => event.new.place)).toEqual(expected);
});

it('an event of one kind is not one of another', async () => {
  const { events } = await follow(own.client(), { table: 'board', event: 'UPDATE' });
  const id = ++lastId;
  await run(`insert into public.board values ($1, 'a', 1)`, id);
  await run(`update public.board set body = 'b' where id = $1`, id);
  await run('delete from public.board where id = $1', id);
  await run(`insert into public.board values ($1, 'a', 1)`, id);
  await run(`update public.board set body = 'c' where id = $1`, id);
  await many(events, 2);
  expect(events.map((event) => event.new.body)).toEqual(['b', 'c']);
});

it('one channel with several filters gets each event once for each that fits', async () => {
  const { events } = await follow(
    own.client(),
    { table: 'board', filter: 'place=gt.10' },
    { table: 'board', event: 'INSERT' },
    {},
    { table: 'board', select: ['body'], filter: 'place=gt.10' },
  );
  await run(`insert into public.board values ($1, 'a', 11)`, ++lastId);
  await many(events, 4);
  const shapes = events.map((event) => Object.keys(event.new).sort().join());
  expect(shapes.sort()).toEqual(['body,id', 'body,id,place', 'body,id,place', 'body,id,place']);
});

it('what is not published, not there or not readable is said, and the channel lives', async () => {
  const client = own.client();
  for (const filter of [
    { table: 'unpublished' },
    { table: 'nowhere' },
    { table: 'board', filter: 'nowhere=eq.1' },
    { table: 'board', filter: 'place=eq.many' },
    { table: 'board', filter: 'place=about.1' },
    { table: 'diary', filter: 'secret=eq.pst' },
  ]) {
    const { system, channel } = await follow(client, filter);
    expect(system).toMatchObject({ extension: 'postgres_changes', status: 'error' });
    expect(channel.state).toBe('joined');
  }
});

it('a table without a primary key, or without a right to it, tells only that', async () => {
  const { events } = await follow(own.client(), { table: 'keyless' }, { table: 'internal' });
  await run(`insert into public.keyless values ('a')`);
  await run('insert into public.internal values ($1)', ++lastId);
  expect(await many(events, 2)).toMatchObject([
    { table: 'keyless', new: {}, errors: ['Error 400: Bad Request, no primary key'] },
    { table: 'internal', new: {}, errors: ['Error 401: Unauthorized'] },
  ]);
});

it('a change over one megabyte comes without its long values', async () => {
  const { events } = await follow(own.client(), { table: 'board' });
  const id = ++lastId;
  await run(`insert into public.board values ($1, repeat('x', 1100000), 1)`, id);
  expect(await many(events, 1)).toMatchObject([
    { new: { id, place: 1 }, errors: ['Error 413: Payload Too Large'] },
  ]);
  expect(events[0]?.new).not.toHaveProperty('body');
});

it('a new token sees what its person may see, from then on', async () => {
  const [ann, ben] = [await own.somebody(), await own.somebody()];
  const client = await own.clientOf(ann.token);
  const { events, channel } = await follow(client, { table: 'diary', event: 'INSERT' });
  const system = hearSystem(channel);
  await client.realtime.setAuth(ben.token);
  await waitUntil('the second word', () => system.length > 0);
  expect(system).toMatchObject([{ status: 'ok', message: 'Subscribed to PostgreSQL' }]);
  await run('insert into public.diary (id, owner) values ($1, $2)', ++lastId, ann.id);
  const id = ++lastId;
  await run('insert into public.diary (id, owner) values ($1, $2)', id, ben.id);
  expect(await many(events, 1)).toMatchObject([{ new: { id } }]);
});

it('a row is told of when it can be seen, though the WAL has it before', async () => {
  const ann = await own.somebody();
  const { events } = await follow(await own.clientOf(ann.token), { table: 'diary' });
  const id = ++lastId;
  // A commit that waits for a standby is in the WAL, and nobody sees it yet.
  await own.admin.query(`alter system set synchronous_standby_names = 'nobody'`);
  await own.admin.query('select pg_reload_conf()');
  const writer = await own.pool.connect();
  await writer.query('set synchronous_commit = on');
  await waitUntil('the setting', async () => {
    const { rows } = await writer.query('show synchronous_standby_names');
    return rows[0].synchronous_standby_names === 'nobody';
  });
  const written = writer.query('insert into public.diary (id, owner) values ($1, $2)', [
    id,
    ann.id,
  ]);
  await waitUntil('the commit to be sent', async () => {
    const { rows } = await own.admin.query(
      `select from pg_stat_activity, pg_stat_replication
       where wait_event = 'SyncRep' and sent_lsn >= pg_current_wal_flush_lsn()`,
    );
    return rows.length > 0;
  });
  expect(events).toEqual([]);
  await own.admin.query('alter system reset synchronous_standby_names');
  await own.admin.query('select pg_reload_conf()');
  await written;
  writer.release(true);
  expect(await many(events, 1)).toMatchObject([{ eventType: 'INSERT', new: { id } }]);
});
