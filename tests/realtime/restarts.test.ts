// restarts: the database or the server goes away and comes back; nothing is lost, doubled or left.
import { describe, expect, it } from 'vitest';
import { waitUntil } from '../../local/wait-until.ts';
import { ownRealtime } from './own-realtime.ts';
import { hear, join, many, privateChannel } from './room.ts';

const own = ownRealtime(`
  create table public.ticks (id bigint primary key);
  grant select on public.ticks to anon;
  alter publication supabase_realtime add table public.ticks;
  create table public.unpublished (body text);
  create policy "all listen to news" on realtime.messages for select to anon, authenticated
    using (realtime.topic() = 'news');
`);

async function slots(): Promise<string[]> {
  const { rows } = await own.pool.query('select slot_name from pg_replication_slots');
  return rows.map(({ slot_name }) => slot_name);
}

const SLOT = 'supabase_realtime_replication_slot';

/** A listener of changes and of broadcasts from SQL, on one channel. */
async function listener() {
  const channel = privateChannel(own.client(), 'news');
  const heard = hear(channel);
  const ticks: number[] = [];
  const system: unknown[] = [];
  channel
    .on('postgres_changes', { event: 'INSERT', schema: 'public', table: 'ticks' }, (change) => {
      ticks.push(change.new.id);
    })
    .on('system', {}, (message) => system.push(message));
  await join(channel);
  await many(system, 1);
  return { channel, heard, ticks };
}

async function tick(id: number): Promise<void> {
  await own.pool.query('insert into public.ticks values ($1)', [id]);
  await own.pool.query(`select realtime.send('{}', $1, 'news')`, [`tick ${id}`]);
}

describe('the database restarts', () => {
  it('channels stay, and hear what is committed from its first moment on, once', async () => {
    const { channel, heard, ticks } = await listener();
    await tick(1);
    await many(heard, 1);
    await own.database.stop();
    await own.restartDatabase();
    await tick(2);
    await many(heard, 2);
    await tick(3);
    await many(heard, 3);
    expect(ticks).toEqual([1, 2, 3]);
    expect(heard.map(({ event }) => event)).toEqual(['tick 1', 'tick 2', 'tick 3']);
    expect(channel.state).toBe('joined');
    expect(await slots()).toEqual([SLOT]);
  });

  it('public topics go on meanwhile, and who joins a private one gets in afterwards', async () => {
    const [ann, ben] = [own.client().channel('talk'), own.client().channel('talk')];
    const heard = hear(ben);
    await own.database.stop();
    await Promise.all([join(ann), join(ben)]);
    await ann.send({ type: 'broadcast', event: 'still here', payload: {} });
    await many(heard, 1);
    const channel = privateChannel(own.client(), 'news');
    const statuses: string[] = [];
    channel.subscribe((status) => statuses.push(status));
    await many(statuses, 1);
    expect(statuses).toEqual(['CHANNEL_ERROR']);
    await own.restartDatabase();
    await waitUntil('the join', () => statuses.at(-1) === 'SUBSCRIBED');
  });

  it('a token that comes while it is away counts when it is back', async () => {
    const ann = await own.somebody();
    const client = await own.clientOf(ann.token);
    const channel = privateChannel(client, 'news');
    const heard = hear(channel);
    await join(channel);
    const reports = own.lines.length;
    await own.database.stop();
    await client.realtime.setAuth((await own.somebody({ sub: ann.id, jti: '2' })).token);
    await waitUntil('the report', () =>
      own.lines.slice(reports).some((line) => line.includes('token of realtime:news')),
    );
    await own.restartDatabase();
    await own.pool.query(`select realtime.send('{}', 'back', 'news')`);
    await many(heard, 1);
    expect(channel.state).toBe('joined');
  });

  it('its connection breaks: nothing is lost', async () => {
    const { heard, ticks } = await listener();
    for (let id = 10; id < 20; id++) {
      await tick(id);
      await own.admin.query(
        `select pg_terminate_backend(active_pid) from pg_replication_slots
         where active_pid is not null`,
      );
    }
    await many(heard, 10);
    const events = heard.map(({ event }) => event);
    expect(new Set(events).size).toBe(10);
    expect(events.at(-1)).toBe('tick 19');
    await waitUntil('the changes', () => ticks.includes(19));
  });
});

describe('the slot', () => {
  it('lets go of what it has passed on, also when nothing is published', async () => {
    await listener();
    const lag = async () => {
      const { rows } = await own.pool.query(
        `select pg_wal_lsn_diff(pg_current_wal_lsn(), confirmed_flush_lsn)::int as bytes
         from pg_replication_slots`,
      );
      return rows[0]?.bytes as number;
    };
    await own.pool.query(
      `insert into public.unpublished select repeat('x', 1000) from generate_series(1, 5000)`,
    );
    await waitUntil('the slot to follow', async () => (await lag()) < 100_000);
  });

  it('is made when somebody connects, and dropped when Realtime stops', async () => {
    await own.restartRealtime();
    expect(await slots()).toEqual([]);
    await listener();
    expect(await slots()).toEqual([SLOT]);
    await own.restartRealtime();
    expect(await slots()).toEqual([]);
  });

  it('that a killed server left is dropped by the next one', async () => {
    await own.realtime.stop();
    await own.pool.query(`select pg_create_logical_replication_slot($1, 'pgoutput')`, [SLOT]);
    await own.begin();
    expect(await slots()).toEqual([]);
  });

  it('that somebody dropped is made again', async () => {
    const { heard } = await listener();
    await waitUntil('the slot to be dropped', async () => {
      await own.admin.query(
        'select pg_terminate_backend(active_pid) from pg_replication_slots where active',
      );
      const dropped = own.admin.query('select pg_drop_replication_slot($1)', [SLOT]);
      return await dropped.then(
        () => true,
        () => false,
      );
    });
    await waitUntil('a new slot', async () => (await slots()).length === 1);
    await waitUntil('a message', async () => {
      await tick(Math.floor(Math.random() * 1e9) + 100);
      return heard.length > 0;
    });
  });
});
