// limits: who asks for too much is told so, and others notice nothing.
import { expect, it } from 'vitest';
import { waitUntil } from '../../local/wait-until.ts';
import { ownRealtime } from './own-realtime.ts';
import { joinFrame, openRaw } from './raw-socket.ts';
import { hear, hearSystem, join, many } from './room.ts';

const own = ownRealtime('', {
  connections: 5,
  channelsPerConnection: 3,
  joinsPerSecond: 20,
  messagesPerSecond: 30,
  payloadBytes: 1_000_000,
  waitingBytes: 1_000_000,
});
const open = () => openRaw(own.url, own.keys.publishableKey);

it('a fourth channel of three', async () => {
  const raw = await open();
  for (const ref of ['1', '2', '3']) expect((await raw.ask(joinFrame(ref, ref))).status).toBe('ok');
  const refused = await raw.ask(joinFrame('4', '4'));
  expect(refused.response).toEqual({ reason: 'ChannelRateLimitReached: Too many channels' });
  await raw.ask(['3', '5', 'realtime:3', 'phx_leave', {}]);
  expect((await raw.ask(joinFrame('6', '4'))).status).toBe('ok');
});

it('a sixth connection of five joins nothing until another has gone', async () => {
  const raws = await Promise.all(Array.from({ length: 6 }, open));
  const answers = await Promise.all(raws.map((raw) => raw.ask(joinFrame('1', 'full'))));
  expect(answers.every(({ status }) => status === 'error')).toBe(true);
  expect(answers[0]?.response).toEqual({
    reason: 'ConnectionRateLimitReached: Too many connected users',
  });
  raws[0]?.socket.close();
  await waitUntil('a place', () => own.realtime.holdings().connections === 5);
  expect((await raws[1]?.ask(joinFrame('2', 'full')))?.status).toBe('ok');
});

it('a message that is too large is refused, by websocket and by HTTP', async () => {
  const channel = own.client().channel('large', { config: { broadcast: { ack: true } } });
  await join(channel);
  const large = { text: 'x'.repeat(1_000_001) };
  const message = { type: 'broadcast', event: 'large', payload: large } as const;
  expect(await channel.send(message)).toBe('error');
  await expect(channel.httpSend('large', large)).rejects.toThrow('Payload size exceeds the limit');
  expect(await channel.send({ ...message, payload: { text: 'short' } })).toBe('ok');
});

it('who reads too slowly is let go with a reason, and the others hear all', async () => {
  const [slow, quick] = [await open(), own.client().channel('film')];
  const heard = hear(quick);
  await Promise.all([slow.ask(joinFrame('1', 'film')), join(quick)]);
  const sender = await join(own.client().channel('film', { config: { broadcast: { ack: true } } }));
  slow.socket.pause();
  let frames = 0;
  await waitUntil('the end of the slow one', async () => {
    await sender.send({ type: 'broadcast', event: 'frame', payload: { x: 'y'.repeat(900_000) } });
    frames += 1;
    return own.realtime.holdings().connections === 2;
  });
  await many(heard, frames);
  expect(heard).toHaveLength(frames);
  slow.socket.resume();
  expect(await slow.closed).toEqual({ code: 1013, reason: 'The client reads too slowly' });
  const received = slow.frames.filter((frame) => Buffer.isBuffer(frame));
  expect(received.length).toBeLessThan(frames);
});

it('a flood of joins ends its connection', async () => {
  const raw = await open();
  for (let turn = 0; turn < 80; turn++) raw.send(joinFrame(`${turn}`, 'flood'));
  expect(await raw.closed).toEqual({ code: 1008, reason: 'Too many joins per second' });
  const reasons = raw.frames.map((frame) => JSON.stringify(frame));
  expect(reasons.join()).toContain('ClientJoinRateLimitReached: Too many joins per second');
  await waitUntil('the next second', async () => {
    const next = await open();
    return (await next.ask(joinFrame('1', 'after'))).status === 'ok';
  });
});

it('a flood of messages closes its channel', async () => {
  const channel = own.client().channel('loud');
  const system = hearSystem(channel);
  await join(channel);
  for (let turn = 0; turn < 80; turn++)
    void channel.send({ type: 'broadcast', event: 'spam', payload: {} });
  await waitUntil('the end', () => channel.state === 'closed');
  expect(system).toMatchObject([{ message: 'Too many messages per second', status: 'error' }]);
});
