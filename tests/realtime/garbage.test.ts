// garbage: frames that no client sends end their own connection at most.
import { afterEach, describe, expect, it } from 'vitest';
import { ownRealtime } from './own-realtime.ts';
import { joinFrame, openRaw, pushFrame, type RawFrame } from './raw-socket.ts';
import { hear, join, many } from './room.ts';

const own = ownRealtime();
const open = () => openRaw(own.url, own.keys.publishableKey);

afterEach(async () => {
  const [ann, ben] = [own.client().channel('after'), own.client().channel('after')];
  const heard = hear(ben);
  await Promise.all([join(ann), join(ben)]);
  await ann.send({ type: 'broadcast', event: 'alive', payload: {} });
  await many(heard, 1);
  expect(own.lines).toEqual([]);
});

const push = (bytes: number[]) => Buffer.from(bytes);

it.each<[string, string | Buffer]>([
  ['nothing', ''],
  ['no JSON', 'hello'],
  ['half of it', '["1","1","realtime:a",'],
  ['a number', '1'],
  ['null', 'null'],
  ['an empty list', '[]'],
  ['an empty map', '{}'],
  ['a list of numbers', '[1,2,3,4,5]'],
  ['a topic that is none', '["1","1",null,"phx_join",{}]'],
  ['a list too long', '["1","1","realtime:a","phx_join",{},1]'],
  ['brackets without end', '['.repeat(200_000)],
  ['no bytes', push([])],
  ['one byte', push([3])],
  ['an unknown kind', push([9, 0, 0, 0, 0, 0, 1])],
  ['a frame of the server', push([4, 0, 0, 0, 0, 0, 1])],
  ['an unknown encoding', push([3, 0, 0, 0, 0, 0, 7])],
  ['lengths beyond the end', push([3, 255, 255, 255, 255, 255, 1, 65])],
  ['a payload that is no JSON', pushFrame({ topic: 'a', event: 'e' }, Buffer.from('{"a":'))],
  [
    'metadata that is no JSON',
    pushFrame({ topic: 'a', event: 'e', metadata: '{' }, push([123, 125])),
  ],
])('%s closes the connection with a reason', async (_, data) => {
  const raw = await open();
  raw.send(data);
  expect(await raw.closed).toEqual({ code: 1007, reason: 'A frame cannot be read' });
});

it('a frame over five megabytes closes the connection', async () => {
  const raw = await open();
  raw.send('x'.repeat(5_000_001));
  expect((await raw.closed).code).toBe(1009);
});

describe('frames of the right form that mean nothing', () => {
  it('joins that make no sense are refused', async () => {
    const raw = await open();
    const joins: [RawFrame, RegExp][] = [
      [['1', '1', 'realtime:', 'phx_join', {}], /^TopicNameRequired/],
      [['2', '2', 'other:topic', 'phx_join', {}], /^TopicNameRequired/],
      [['3', '3', 'realtime:a', 'phx_join', 7 as never], /^InvalidJoinPayload/],
      [joinFrame('4', 'a', { private: 'yes' }), /^InvalidJoinPayload/],
      [joinFrame('5', 'a', { postgres_changes: [{ event: 'DROP' }] }), /^InvalidJoinPayload/],
      [joinFrame('6', 'a', {}, 'x.y.z'), /^MalformedJWT/],
      [joinFrame('7', 'a', { broadcast: { replay: { since: 1 } } }), /not allowed for public/],
    ];
    for (const [frame, reason] of joins) {
      const { status, response } = await raw.ask(frame);
      expect([status, response.reason]).toEqual(['error', expect.stringMatching(reason)]);
    }
  });

  it('what belongs to no channel is answered and goes nowhere', async () => {
    const listener = own.client().channel('quiet');
    const heard = hear(listener);
    await join(listener);
    const raw = await open();
    for (const [index, event] of ['broadcast', 'presence', 'access_token', 'x'].entries()) {
      const payload = { type: 'broadcast', event: 'e', payload: {} };
      const answer = await raw.ask(['1', `${index}`, 'realtime:quiet', event, payload]);
      expect(answer).toEqual({ status: 'error', response: { reason: 'unmatched topic' } });
    }
    raw.send(pushFrame({ joinRef: '1', topic: 'quiet', event: 'e' }, Buffer.from('{}')));
    expect(await raw.ask([null, 'l', 'realtime:quiet', 'phx_leave', {}])).toMatchObject({
      status: 'ok',
    });
    expect(heard).toEqual([]);
  });

  it('a channel answers or ignores what it does not know, and lives', async () => {
    const raw = await open();
    await raw.ask(joinFrame('1', 'odd', { broadcast: { self: true } }));
    const topic = 'realtime:odd';
    raw.send(['1', '2', topic, 'unheard_of', {}]);
    raw.send(['0', '3', topic, 'broadcast', { event: 'of an older join' }]);
    raw.send(['1', null, topic, 'access_token', { access_token: 7 } as never]);
    expect(await raw.ask(['1', '4', topic, 'broadcast', 'text' as never])).toMatchObject({
      status: 'error',
    });
    expect(await raw.ask(['1', '5', topic, 'presence', { event: 'dance' }])).toMatchObject({
      status: 'error',
    });
    const strange = JSON.parse('{"event":"track","payload":{"__proto__":{"a":1},"phx_ref":"me"}}');
    expect(await raw.ask(['1', '6', topic, 'presence', strange])).toMatchObject({ status: 'ok' });
    raw.send(['1', '7', topic, 'broadcast', { event: 'last' }]);
    await many(raw.frames, 1);
    expect(await raw.ask([null, 'h', 'phoenix', 'heartbeat', {}])).toEqual({
      status: 'ok',
      response: {},
    });
    const events = raw.frames.flatMap((frame) => (Array.isArray(frame) ? [frame[3]] : []));
    expect(events.filter((event) => event === 'broadcast')).toHaveLength(1);
  });

  it('joining again on one connection closes the older channel first', async () => {
    const raw = await open();
    await raw.ask(joinFrame('1', 'twice'));
    await raw.ask(joinFrame('2', 'twice'));
    const ends = raw.frames.filter((frame) => Array.isArray(frame) && frame[3] === 'phx_close');
    expect(ends).toEqual([['1', '1', 'realtime:twice', 'phx_close', {}]]);
    expect(own.realtime.holdings().topics).toBeLessThanOrEqual(2);
  });
});

describe('the door', () => {
  const ask = (path: string) =>
    new Promise<string>((resolve) => {
      void fetch(`${own.url}${path}`, {
        headers: { apikey: own.keys.publishableKey },
      }).then(async (response) => resolve(`${response.status} ${await response.text()}`));
    });

  it('a path that is none is 404', async () => {
    expect(await ask('/realtime/v1/nothing')).toBe('404 {"error":"Not found"}');
    expect(await ask('/realtime/v1/api/tenants')).toBe('404 {"error":"Not found"}');
  });

  it.each([
    ['no key', 'vsn=2.0.0', 401],
    ['another key', 'apikey=sb_publishable_x&vsn=2.0.0', 401],
    ['an unknown version', 'vsn=9.0.0', 400],
  ])('%s is refused before the websocket opens', async (_, query, status) => {
    const key = status === 400 ? `apikey=${own.keys.publishableKey}&` : '';
    const url = `${own.url.replace('http', 'ws')}/realtime/v1/websocket?${key}${query}`;
    const { WebSocket } = await import('ws');
    const answered = await new Promise<number | undefined>((resolve) => {
      const socket = new WebSocket(url);
      socket.on('unexpected-response', (_request, response) => resolve(response.statusCode));
      socket.on('open', () => resolve(undefined));
    });
    expect(answered).toBe(status);
  });
});
