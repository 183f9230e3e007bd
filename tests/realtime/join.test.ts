// join: people come to a topic, hear each other, leave and come again.
import { describe, expect, it } from 'vitest';
import { waitUntil } from '../../local/wait-until.ts';
import { ownRealtime } from './own-realtime.ts';
import { hear, join, many, settle, subscribed } from './room.ts';

const own = ownRealtime();
const room = () => `room:${crypto.randomUUID()}`;

describe.each(['1.0.0', '2.0.0'])('on version %s', (vsn) => {
  it('two people hear each other, in every script', async () => {
    const name = room();
    const ann = own.client({ vsn }).channel(name);
    const ben = own.client({ vsn }).channel(name);
    const [byAnn, byBen] = [hear(ann), hear(ben)];
    await Promise.all([join(ann), join(ben)]);
    const hello = { event: 'hello', payload: { word: 'Grüße 🎉', deep: [{ a: null }] } };
    await ann.send({ type: 'broadcast', ...hello });
    expect(await many(byBen, 1)).toEqual([hello]);
    await ben.send({ type: 'broadcast', event: 'größe', payload: { from: 'Ben' } });
    expect(await many(byAnn, 1)).toEqual([{ event: 'größe', payload: { from: 'Ben' } }]);
  });

  it('who leaves hears nothing more, and may come again', async () => {
    const name = room();
    const client = own.client({ vsn });
    const ann = own.client({ vsn }).channel(name, { config: { broadcast: { ack: true } } });
    const first = client.channel(name);
    const byFirst = hear(first);
    await Promise.all([join(ann), join(first)]);
    await ann.send({ type: 'broadcast', event: 'one', payload: {} });
    await many(byFirst, 1);
    expect(await client.removeChannel(first)).toBe('ok');
    await ann.send({ type: 'broadcast', event: 'two', payload: {} });
    const again = client.channel(name);
    const byAgain = hear(again);
    await join(again);
    await ann.send({ type: 'broadcast', event: 'three', payload: {} });
    expect(await many(byAgain, 1)).toEqual([{ event: 'three', payload: {} }]);
    expect(byFirst.map(({ event }) => event)).toEqual(['one']);
  });
});

it('old and new clients hear each other', async () => {
  const name = room();
  const old = own.client({ vsn: '1.0.0' }).channel(name);
  const recent = own.client({ vsn: '2.0.0' }).channel(name);
  const [byOld, byRecent] = [hear(old), hear(recent)];
  await Promise.all([join(old), join(recent)]);
  await old.send({ type: 'broadcast', event: 'up', payload: { n: 1 } });
  await recent.send({ type: 'broadcast', event: 'down', payload: { n: 2 } });
  expect(await many(byRecent, 1)).toEqual([{ event: 'up', payload: { n: 1 } }]);
  expect(await many(byOld, 1)).toEqual([{ event: 'down', payload: { n: 2 } }]);
});

it('a client whose connection breaks joins its channels again by itself', async () => {
  const name = room();
  const client = own.client();
  const channel = client.channel(name);
  const heard = hear(channel);
  const statuses: string[] = [];
  channel.subscribe((status) => statuses.push(status));
  await waitUntil('the first join', () => statuses.length === 1);
  await own.restartRealtime();
  await waitUntil('the second join', () => statuses.at(-1) === 'SUBSCRIBED' && statuses.length > 1);
  const other = await join(own.client().channel(name));
  await other.send({ type: 'broadcast', event: 'again', payload: {} });
  expect(await many(heard, 1)).toEqual([{ event: 'again', payload: {} }]);
});

it('a heartbeat is answered', async () => {
  const client = own.client();
  const beats: string[] = [];
  client.realtime.onHeartbeat((status) => beats.push(status));
  await join(client.channel(room()));
  await client.realtime.sendHeartbeat();
  await waitUntil('the answer', () => beats.includes('ok'));
});

it('the sender hears itself only with self, and its send waits only with ack', async () => {
  const name = room();
  const quiet = own.client().channel(name);
  const loud = own.client().channel(name, { config: { broadcast: { self: true, ack: true } } });
  const [byQuiet, byLoud] = [hear(quiet), hear(loud)];
  await Promise.all([join(quiet), join(loud)]);
  expect(await loud.send({ type: 'broadcast', event: 'mine', payload: {} })).toBe('ok');
  expect(byLoud.map(({ event }) => event)).toEqual(['mine']);
  await quiet.send({ type: 'broadcast', event: 'silent', payload: {} });
  await settle(loud, byQuiet);
  expect(byQuiet.map(({ event }) => event)).toEqual(['mine']);
  expect(byLoud.map(({ event }) => event)).toEqual(expect.arrayContaining(['mine', 'silent']));
});

it('bytes arrive as they were sent', async () => {
  const name = room();
  const ann = own.client().channel(name);
  const ben = own.client().channel(name);
  const heard = hear(ben);
  await Promise.all([join(ann), join(ben)]);
  const bytes = Uint8Array.from({ length: 70_000 }, (_, index) => index % 256);
  await ann.send({ type: 'broadcast', event: 'file', payload: bytes.buffer });
  const [file] = await many(heard, 1);
  expect(file?.payload).toBeInstanceOf(ArrayBuffer);
  expect(Buffer.from(file?.payload as ArrayBuffer).equals(bytes)).toBe(true);
});

describe('tokens at the door', () => {
  it('a token that is over, of another project or none at all is told so', async () => {
    const over = await own.somebody({ exp: Math.floor(Date.now() / 1000) - 60 });
    const roleless = await own.somebody({ role: undefined });
    const [head, body] = (await own.somebody()).token.split('.');
    const answers = [
      [over.token, /^InvalidJWTToken: Token has expired \d+ seconds ago$/],
      [roleless.token, 'InvalidJWTToken: Fields `role` and `exp` are required in JWT'],
      [`${head}.${body}.c2lnbmF0dXJl`, 'JwtSignatureError: Failed to validate JWT signature'],
      ['nonsense', 'MalformedJWT: The token provided is not a valid JWT'],
    ] as const;
    for (const [token, reason] of answers) {
      const { status, error } = await subscribed((await own.clientOf(token)).channel(room()));
      expect(status).toBe('CHANNEL_ERROR');
      expect(error).toMatch(reason);
    }
  });

  it('a nameless topic is refused', async () => {
    const { status, error } = await subscribed(own.client().channel(''));
    expect([status, error]).toEqual([
      'CHANNEL_ERROR',
      'TopicNameRequired: You must provide a topic name',
    ]);
  });
});
