// strangers: nobody gets a broadcast, a presence or a row of a private topic that is not theirs, in
// any way that the protocol offers.
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { waitUntil } from '../../local/wait-until.ts';
import { ownRealtime, type Somebody } from './own-realtime.ts';
import { joinFrame, openRaw, pushFrame, type RawSocket } from './raw-socket.ts';
import { type Heard, hear, join, privateChannel } from './room.ts';

const SECRET = 'the launch is on Friday';

const own = ownRealtime(`
  create table public.plans (
    id bigint generated always as identity primary key, owner uuid not null, body text
  );
  alter table public.plans enable row level security;
  grant select on public.plans to authenticated;
  create policy "people read their plans" on public.plans for select to authenticated
    using (owner = (select auth.uid()));
  alter publication supabase_realtime add table public.plans;
  create policy "people listen to themselves" on realtime.messages for select to authenticated
    using (realtime.topic() = 'user:' || (select auth.uid()));
  create policy "people send to themselves" on realtime.messages for insert to authenticated
    with check (realtime.topic() = 'user:' || (select auth.uid()));
`);

let ann: Somebody;
let ben: Somebody;
let topic: string;
let raw: RawSocket;

beforeAll(async () => {
  ann = await own.somebody();
  ben = await own.somebody();
  topic = `user:${ann.id}`;
});

beforeEach(async () => {
  raw = await openRaw(own.url, own.keys.publishableKey);
});

/** Ann says, stores, shows and writes the secret, and hears what she is sent. */
async function annIsAtWork(): Promise<Heard[]> {
  const channel = privateChannel(await own.clientOf(ann.token), topic);
  const heard = hear(channel);
  channel.on('presence', { event: 'sync' }, () => undefined);
  await join(channel);
  await channel.track({ text: SECRET });
  await channel.send({ type: 'broadcast', event: 'plan', payload: { text: SECRET } });
  await own.pool.query('select realtime.send($1, $2, $3)', [{ text: SECRET }, 'stored', topic]);
  await own.pool.query('insert into public.plans (owner, body) values ($1, $2)', [ann.id, SECRET]);
  await waitUntil('her own message', () => heard.some(({ event }) => event === 'stored'));
  return heard;
}

/** Everything that was sent to the stranger, after all that was on its way. */
async function everythingHeard(): Promise<string> {
  await raw.ask(joinFrame('end', 'end', { broadcast: { self: true } }));
  await own.pool.query(`select realtime.send('{}', 'end', 'end', false)`);
  await waitUntil('the end', () => raw.frames.some((frame) => Buffer.isBuffer(frame)));
  return raw.frames
    .map((frame) => (Buffer.isBuffer(frame) ? frame.toString() : JSON.stringify(frame)))
    .join('\n');
}

const everything = {
  private: true,
  broadcast: { self: true, ack: true, replay: { since: 0 } },
  presence: { enabled: true, key: 'x' },
  postgres_changes: [{ event: '*', schema: '*' }],
};

describe('a signed-in stranger', () => {
  it('is refused by every join of the private topic', async () => {
    for (const [index, config] of [
      everything,
      { ...everything, broadcast: {} },
      { private: true, presence: { enabled: false } },
    ].entries()) {
      const answer = await raw.ask(joinFrame(`${index}`, topic, config, ben.token));
      expect(answer).toMatchObject({ status: 'error' });
    }
    await annIsAtWork();
    expect(await everythingHeard()).not.toContain(SECRET);
  });

  it('learns nothing by the public topic, all tables or an own private topic', async () => {
    const joins = [
      joinFrame('1', topic, { ...everything, private: false, broadcast: {} }, ben.token),
      joinFrame('2', `user:${ben.id}`, everything, ben.token),
      joinFrame(
        '3',
        'tables',
        {
          postgres_changes: [
            { event: '*', schema: 'public', table: 'plans' },
            { event: '*', schema: 'public', table: 'plans', filter: `owner=eq.${ann.id}` },
          ],
        },
        ben.token,
      ),
    ];
    for (const frame of joins) expect(await raw.ask(frame)).toMatchObject({ status: 'ok' });
    await annIsAtWork();
    expect(await everythingHeard()).not.toContain(SECRET);
  });

  it('cannot follow the table of messages itself', async () => {
    await raw.ask(
      joinFrame(
        '1',
        'messages',
        { postgres_changes: [{ event: '*', schema: 'realtime', table: 'messages' }] },
        ben.token,
      ),
    );
    await waitUntil('the refusal', () =>
      raw.frames.some((frame) => frame[3] === 'system' && JSON.stringify(frame).includes('error')),
    );
    await annIsAtWork();
    expect(await everythingHeard()).not.toContain(SECRET);
  });

  it('cannot take a place with the token of another, once it is replaced', async () => {
    await raw.ask(joinFrame('1', topic, everything, ann.token));
    raw.send(['1', null, `realtime:${topic}`, 'access_token', { access_token: ben.token }]);
    await waitUntil('the end', () => raw.frames.some((frame) => frame[3] === 'phx_close'));
    raw.frames.length = 0;
    await annIsAtWork();
    expect(await everythingHeard()).not.toContain(SECRET);
  });

  it('is not heard: not by frames without a join, a public join, or HTTP', async () => {
    const heard = await annIsAtWork();
    heard.length = 0;
    await raw.ask(joinFrame('1', topic, {}, ben.token));
    const forged = { type: 'broadcast', event: 'forged', payload: {} };
    raw.send(['1', null, `realtime:${topic}`, 'broadcast', forged]);
    raw.send(pushFrame({ joinRef: '1', topic, event: 'forged' }, Buffer.from('{}')));
    raw.send(['1', null, `realtime:${topic}`, 'presence', { event: 'track', payload: { a: 1 } }]);
    const messages = [true, false].map((isPrivate) => ({ topic, ...forged, private: isPrivate }));
    for (const token of [ben.token, own.keys.anonKey]) {
      const headers = {
        apikey: own.keys.publishableKey,
        authorization: `Bearer ${token}`,
        'content-type': 'application/json',
      };
      const base = `${own.url}/realtime/v1/api/broadcast`;
      const batch = { method: 'POST', headers, body: JSON.stringify({ messages }) };
      expect((await fetch(base, batch)).status).toBe(202);
      const one = `${base}/${encodeURIComponent(topic)}/events/forged`;
      const single = { method: 'POST', headers, body: '{}' };
      expect((await fetch(`${one}?private=true`, single)).status).toBe(403);
      expect((await fetch(one, single)).status).toBe(202);
    }
    await own.pool.query(`select realtime.send('{}', 'genuine', $1)`, [topic]);
    await waitUntil('the genuine one', () => heard.some(({ event }) => event === 'genuine'));
    expect(heard.map(({ event }) => event)).toEqual(['genuine']);
  });
});

it('an anonymous caller is refused, whatever it asks for', async () => {
  const answer = await raw.ask(joinFrame('1', topic, everything));
  expect(answer).toEqual({
    status: 'error',
    response: {
      reason: `Unauthorized: You do not have permissions to read from this Channel topic: ${topic}`,
    },
  });
  await annIsAtWork();
  expect(await everythingHeard()).not.toContain(SECRET);
});
