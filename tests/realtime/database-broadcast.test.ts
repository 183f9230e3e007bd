// database-broadcast: what SQL sends is heard after its commit, in the order of commits, and again.
import { expect, it } from 'vitest';
import { waitUntil } from '../../local/wait-until.ts';
import { ownRealtime } from './own-realtime.ts';
import { type Heard, hear, join, many, privateChannel, subscribed } from './room.ts';

const own = ownRealtime(`
  create policy "people listen to news" on realtime.messages for select to authenticated
    using (realtime.topic() like 'news:%');
  create table public.notes (id bigint primary key, topic text not null, body text);
  create function public.tell_of_note() returns trigger
    language plpgsql security definer set search_path = ''
  as $$
  begin
    perform realtime.broadcast_changes(
      coalesce(new.topic, old.topic), tg_op, tg_op, tg_table_name, tg_table_schema, new, old);
    return null;
  end;
  $$;
  create table public.gate (id bigint generated always as identity primary key);
  alter table public.gate enable row level security;
  grant select on public.gate to anon;
  create policy "seen when the gate is open" on public.gate for select to anon
    using (pg_advisory_xact_lock_shared(7) is not null);
  alter publication supabase_realtime add table public.gate;
  create trigger notes_tell after insert or update or delete on public.notes
    for each row execute function public.tell_of_note();
`);

const send = 'select realtime.send($1, $2, $3)';
const news = () => `news:${crypto.randomUUID()}`;

async function listen(name: string, replay?: { since: number; limit?: number }) {
  const { token } = await own.somebody();
  const config = { private: true, ...(replay ? { broadcast: { replay } } : {}) };
  const channel = (await own.clientOf(token)).channel(name, { config });
  const heard = hear(channel);
  await join(channel);
  return heard;
}

const events = (heard: Heard[]) => heard.map(({ event }) => event);

it('realtime.send is heard with its id', async () => {
  const name = news();
  const heard = await listen(name);
  await own.pool.query(send, [{ a: 'ü' }, 'sent', name]);
  const [sent] = await many(heard, 1);
  const id = sent?.meta?.id;
  expect(sent).toEqual({ event: 'sent', payload: { a: 'ü', id }, meta: { id } });
});

it('public and binary messages come to their topics', async () => {
  const name = news();
  const channel = own.client().channel(name);
  const heard = hear(channel);
  await join(channel);
  const privately = await listen(name);
  await own.pool.query(`select realtime.send('{}', 'public', $1, false)`, [name]);
  await own.pool.query(`select realtime.send_binary('\\x00ff', 'bytes', $1, false)`, [name]);
  const [, bytes] = await many(heard, 2);
  expect([...new Uint8Array(bytes?.payload as ArrayBuffer)]).toEqual([0, 255]);
  await own.pool.query(send, [{}, 'private', name]);
  await many(privately, 1);
  expect(events(privately)).toEqual(['private']);
  expect(events(heard)).toEqual(['public', 'bytes']);
});

it('nothing is heard before the commit, nor ever after a rollback', async () => {
  const name = news();
  const heard = await listen(name);
  const [slow, undone] = [await own.pool.connect(), await own.pool.connect()];
  await slow.query('begin');
  await slow.query(send, [{}, 'slow', name]);
  await undone.query('begin');
  await undone.query(send, [{}, 'undone', name]);
  await undone.query('rollback');
  await own.pool.query(send, [{}, 'quick', name]);
  await many(heard, 1);
  await slow.query('commit');
  await many(heard, 2);
  expect(events(heard)).toEqual(['quick', 'slow']);
  slow.release();
  undone.release();
});

it('a hundred writers at once: every listener hears the same order', async () => {
  const name = news();
  const [ann, ben] = [await listen(name), await listen(name)];
  await Promise.all(
    Array.from({ length: 100 }, (_, index) => own.pool.query(send, [{ index }, `${index}`, name])),
  );
  await Promise.all([many(ann, 100), many(ben, 100)]);
  expect(events(ben)).toEqual(events(ann));
  expect(new Set(events(ann)).size).toBe(100);
});

it('realtime.broadcast_changes tells of a row before and after', async () => {
  const name = news();
  const heard = await listen(name);
  await own.pool.query('insert into public.notes values (1, $1, $2)', [name, 'one']);
  await own.pool.query('update public.notes set body = $1 where id = 1', ['two']);
  await own.pool.query('delete from public.notes where id = 1');
  await many(heard, 3);
  const row = (body: string) => ({ id: 1, topic: name, body });
  const about = { table: 'notes', schema: 'public', id: expect.any(String) };
  expect(heard.map(({ event, payload }) => ({ event, payload }))).toEqual([
    {
      event: 'INSERT',
      payload: { ...about, operation: 'INSERT', record: row('one'), old_record: null },
    },
    {
      event: 'UPDATE',
      payload: { ...about, operation: 'UPDATE', record: row('two'), old_record: row('one') },
    },
    {
      event: 'DELETE',
      payload: { ...about, operation: 'DELETE', record: null, old_record: row('two') },
    },
  ]);
});

it('who comes later gets the last messages again, then the new ones, each once', async () => {
  const name = news();
  for (const event of ['one', 'two', 'three']) await own.pool.query(send, [{}, event, name]);
  const joining = listen(name, { since: Date.now() - 60_000, limit: 2 });
  await own.pool.query(send, [{}, 'four', name]);
  const heard = await joining;
  await own.pool.query(send, [{}, 'five', name]);
  await waitUntil('the last', () => events(heard).includes('five'));
  const ids = heard.map(({ meta }) => meta?.id);
  expect(new Set(ids).size).toBe(heard.length);
  const replayed = heard.filter(({ meta }) => meta?.replayed);
  expect(replayed).toHaveLength(2);
  expect(heard.slice(0, 2)).toEqual(replayed);
  expect(events(heard).slice(-2)).toEqual(['four', 'five']);
});

it('a message that was replayed does not come again when replication is late', async () => {
  const name = news();
  const follower = own.client().channel('gate');
  const passed: unknown[] = [];
  follower.on('postgres_changes', { event: '*', schema: 'public', table: 'gate' }, (change) => {
    passed.push(change);
  });
  await join(follower);
  const keeper = await own.pool.connect();
  await keeper.query('select pg_advisory_lock(7)');
  await own.pool.query('insert into public.gate default values');
  await own.pool.query(send, [{}, 'late', name]);
  const heard = await listen(name, { since: Date.now() - 60_000 });
  expect(await many(heard, 1)).toMatchObject([{ event: 'late', meta: { replayed: true } }]);
  await keeper.query('select pg_advisory_unlock(7)');
  keeper.release();
  await own.pool.query(send, [{}, 'next', name]);
  await many(heard, 2);
  expect(passed).toHaveLength(1);
  expect(events(heard)).toEqual(['late', 'next']);
});

it('a replay from now on is empty, one that makes no sense is refused', async () => {
  const name = news();
  const witness = await listen(name);
  await own.pool.query(send, [{}, 'old', name]);
  await many(witness, 1);
  const heard = await listen(name, { since: Date.now() + 60_000 });
  await own.pool.query(send, [{}, 'new', name]);
  expect(events(await many(heard, 1))).toEqual(['new']);
  const client = await own.clientOf((await own.somebody()).token);
  const since = 'yesterday' as unknown as number;
  const channel = client.channel(name, {
    config: { private: true, broadcast: { replay: { since } } },
  });
  expect(await subscribed(channel)).toEqual({
    status: 'CHANNEL_ERROR',
    error: 'UnableToReplayMessages: Replay params are not valid',
  });
});

it('a stranger gets no replay', async () => {
  const name = news();
  await own.pool.query(send, [{}, 'secret', name]);
  const replay = { since: 0 };
  const channel = own.client().channel(name, { config: { private: true, broadcast: { replay } } });
  const heard = hear(channel);
  expect((await subscribed(channel)).status).toBe('CHANNEL_ERROR');
  expect(heard).toEqual([]);
  expect(privateChannel(own.client(), name).topic).toBe(channel.topic);
});
