// private: who may listen and send on a private topic, by the policies on realtime.messages.
import { describe, expect, it } from 'vitest';
import { waitUntil } from '../../local/wait-until.ts';
import { ownRealtime, type Somebody } from './own-realtime.ts';
import { hear, hearSystem, join, many, privateChannel, settle, subscribed } from './room.ts';

const own = ownRealtime(`
  create table public.members (
    topic text, person uuid, may_speak boolean not null default true, primary key (topic, person)
  );
  alter table public.members enable row level security;
  grant select on public.members to authenticated;
  create policy "people see themselves" on public.members for select to authenticated
    using (person = (select auth.uid()));

  create policy "members listen" on realtime.messages for select to authenticated
    using (exists (select from public.members
      where topic = (select realtime.topic()) and person = (select auth.uid())));
  create policy "members speak" on realtime.messages for insert to authenticated
    with check (exists (select from public.members
      where topic = (select realtime.topic()) and person = (select auth.uid()) and may_speak));
  create policy "everybody sees who is in the lobby" on realtime.messages
    for select to anon, authenticated
    using (realtime.topic() = 'lobby' and extension = 'presence');
  create policy "a policy that fails" on realtime.messages for select to anon
    using (realtime.topic() = 'broken'
      and 1 / length(replace(realtime.topic(), 'broken', '')) = 1);
  create policy "another one" on realtime.messages for insert to anon
    with check (realtime.topic() = 'lobby'
      and 1 / length(replace(realtime.topic(), 'lobby', '')) = 1);
`);

async function club(...members: Somebody[]): Promise<string> {
  const name = `club:${crypto.randomUUID()}`;
  for (const { id } of members)
    await own.pool.query('insert into public.members (topic, person) values ($1, $2)', [name, id]);
  return name;
}

describe('a private topic', () => {
  it('members hear and see each other', async () => {
    const [ann, ben] = [await own.somebody(), await own.somebody()];
    const name = await club(ann, ben);
    const [byAnn, byBen] = await Promise.all(
      [ann, ben].map(async ({ token }) => privateChannel(await own.clientOf(token), name)),
    );
    if (!byAnn || !byBen) throw new Error('Two channels.');
    const heard = hear(byBen);
    byBen.on('presence', { event: 'sync' }, () => undefined);
    await Promise.all([join(byAnn), join(byBen)]);
    expect(await byAnn.send({ type: 'broadcast', event: 'hi', payload: { a: 1 } })).toBe('ok');
    expect(await many(heard, 1)).toEqual([{ event: 'hi', payload: { a: 1 } }]);
    expect(await byAnn.track({ here: true })).toBe('ok');
    await waitUntil('Ann', () => Object.keys(byBen.presenceState()).length === 1);
  });

  it('a stranger and an anonymous caller are refused', async () => {
    const name = await club(await own.somebody());
    const stranger = await own.clientOf((await own.somebody()).token);
    for (const client of [stranger, own.client()]) {
      const { status, error } = await subscribed(privateChannel(client, name));
      expect(status).toBe('CHANNEL_ERROR');
      expect(error).toBe(
        `Unauthorized: You do not have permissions to read from this Channel topic: ${name}`,
      );
    }
  });

  it('a role that the API does not have is refused, whatever rights it has', async () => {
    const name = await club(await own.somebody());
    for (const role of ['postgres', 'supabase_admin', 'nobody']) {
      const { token } = await own.somebody({ role });
      const { error } = await subscribed(privateChannel(await own.clientOf(token), name));
      expect(error).toMatch(/^Unauthorized/);
    }
  });

  it('a policy that fails lets nobody in and nothing through', async () => {
    const broken = own.client().channel('broken', { config: { private: true } });
    expect((await subscribed(broken)).error).toMatch(/^Unauthorized/);
    const lobby = privateChannel(own.client(), 'lobby');
    lobby.on('presence', { event: 'sync' }, () => undefined);
    await join(lobby);
    const message = { type: 'broadcast', event: 'x', payload: {} } as const;
    expect(await lobby.send(message, { timeout: 300 })).toBe('timed out');
    expect(lobby.state).toBe('joined');
  });

  it('the secret key may do all', async () => {
    const ann = await own.somebody();
    const name = await club(ann);
    const byAnn = privateChannel(await own.clientOf(ann.token), name);
    const heard = hear(byAnn);
    await join(byAnn);
    const service = await join(privateChannel(own.client({ key: own.keys.secretKey }), name));
    expect(await service.send({ type: 'broadcast', event: 'news', payload: {} })).toBe('ok');
    await many(heard, 1);
  });

  it('who may listen only is not heard', async () => {
    const [ann, ben] = [await own.somebody(), await own.somebody()];
    const name = await club(ann, ben);
    await own.pool.query('update public.members set may_speak = false where person = $1', [ben.id]);
    const byAnn = privateChannel(await own.clientOf(ann.token), name);
    byAnn.on('presence', { event: 'sync' }, () => undefined);
    const byBen = privateChannel(await own.clientOf(ben.token), name);
    const [heardByAnn, heardByBen] = [hear(byAnn), hear(byBen)];
    await Promise.all([join(byAnn), join(byBen)]);
    const message = { type: 'broadcast', event: 'psst', payload: {} } as const;
    expect(await byBen.send(message, { timeout: 300 })).toBe('timed out');
    await byBen.track({ secretly: 'here' });
    await byAnn.send({ type: 'broadcast', event: 'first', payload: {} });
    await many(heardByBen, 1);
    expect(heardByAnn).toEqual([]);
    expect(byAnn.presenceState()).toEqual({});
  });

  it('presence and broadcast are allowed apart', async () => {
    const visitor = own.client().channel('lobby', { config: { private: true } });
    const heard = hear(visitor);
    visitor.on('presence', { event: 'sync' }, () => undefined);
    await join(visitor);
    const host = privateChannel(own.client({ key: own.keys.secretKey }), 'lobby');
    await join(host);
    await host.send({ type: 'broadcast', event: 'internal', payload: {} });
    await host.track({ open: true });
    await waitUntil('the host', () => Object.keys(visitor.presenceState()).length === 1);
    expect(heard).toEqual([]);
    const withoutPresence = own.client().channel('lobby', { config: { private: true } });
    expect((await subscribed(withoutPresence)).status).toBe('CHANNEL_ERROR');
  });
});

describe('a stranger on the public topic of the same name', () => {
  it('hears and sees nothing of the private one, and is not heard there', async () => {
    const ann = await own.somebody();
    const name = await club(ann);
    const byAnn = privateChannel(await own.clientOf(ann.token), name);
    const heardByAnn = hear(byAnn);
    byAnn.on('presence', { event: 'sync' }, () => undefined);
    const stranger = own
      .client()
      .channel(name, { config: { broadcast: { self: true }, presence: { enabled: true } } });
    const heard = hear(stranger);
    stranger.on('presence', { event: 'sync' }, () => undefined);
    await Promise.all([join(byAnn), join(stranger)]);
    await byAnn.send({ type: 'broadcast', event: 'secret', payload: {} });
    await byAnn.track({ secret: true });
    await own.pool.query(`select realtime.send('{}', 'secret', $1)`, [name]);
    await waitUntil('Ann', () => heardByAnn.length === 1);
    await settle(stranger, heard);
    expect(heard).toEqual([]);
    expect(stranger.presenceState()).toEqual({});
    expect(heardByAnn.map(({ event }) => event)).toEqual(['secret']);
    expect(Object.keys(byAnn.presenceState())).toHaveLength(1);
  });
});

describe('access that ends', () => {
  it('a new token of another person closes the channel', async () => {
    const ann = await own.somebody();
    const name = await club(ann);
    const client = await own.clientOf(ann.token);
    const channel = privateChannel(client, name);
    const system = hearSystem(channel);
    await join(channel);
    await client.realtime.setAuth((await own.somebody()).token);
    await waitUntil('the end', () => channel.state === 'closed');
    expect(system).toMatchObject([
      {
        status: 'error',
        message: `You no longer have permission to read from this Channel topic: ${name}`,
        channel: name,
      },
    ]);
  });

  it('a new token of the same person asks anew what it may send', async () => {
    const ann = await own.somebody();
    const name = await club(ann);
    const client = await own.clientOf(ann.token);
    const channel = await join(privateChannel(client, name));
    const message = { type: 'broadcast', event: 'x', payload: {} } as const;
    expect(await channel.send(message)).toBe('ok');
    await own.pool.query('update public.members set may_speak = false where topic = $1', [name]);
    const again = await own.somebody({ sub: ann.id, jti: 'second' });
    await client.realtime.setAuth(again.token);
    expect(await channel.send(message, { timeout: 300 })).toBe('timed out');
  });

  it('a token that ends closes the channel with its age', async () => {
    const ann = await own.somebody({ exp: Math.floor(Date.now() / 1000) + 2 });
    const channel = (await own.clientOf(ann.token)).channel('public');
    const system = hearSystem(channel);
    await join(channel);
    await waitUntil('the end', () => channel.state === 'closed');
    expect(system).toMatchObject([
      { message: expect.stringMatching(/^Token has expired \d+ sec/) },
    ]);
  });

  it('a token renewed in time keeps the channel, an API key changes nothing', async () => {
    const ann = await own.somebody({ exp: Math.floor(Date.now() / 1000) + 2 });
    const name = await club(ann);
    let token = ann.token;
    const client = own.client({ accessToken: async () => token });
    await client.realtime.setAuth();
    const channel = privateChannel(client, name);
    const system = hearSystem(channel);
    await join(channel);
    token = (await own.somebody({ sub: ann.id, jti: 'second' })).token;
    await client.realtime.setAuth();
    await client.realtime.setAuth(own.keys.publishableKey);
    await waitUntil('the old end', () => Date.now() / 1000 > Number(claimsOf(ann).exp) + 0.2);
    const message = { type: 'broadcast', event: 'still here', payload: {} } as const;
    expect(await channel.send(message)).toBe('ok');
    expect(system).toEqual([]);
  });
});

function claimsOf({ token }: Somebody): Record<string, unknown> {
  return JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString());
}
