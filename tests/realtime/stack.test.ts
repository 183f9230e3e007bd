// stack: Realtime as it comes with the whole local stack, for people with accounts.
import { expect, it, onTestFinished } from 'vitest';
import { createPerson } from '../support/person.ts';
import { hear, join, many, privateChannel, subscribed } from './room.ts';

it('people who signed in hear each other; the topics of others stay closed', async () => {
  const [ann, ben] = await Promise.all([createPerson(), createPerson()]);
  onTestFinished(() => {
    for (const { client } of [ann, ben]) client.realtime.disconnect();
  });
  const name = `room:${crypto.randomUUID()}`;
  const channel = ben.client.channel(name);
  const heard = hear(channel);
  const byAnn = ann.client.channel(name);
  await Promise.all([join(channel), join(byAnn)]);
  await byAnn.send({ type: 'broadcast', event: 'hello', payload: { from: ann.id } });
  expect(await many(heard, 1)).toEqual([{ event: 'hello', payload: { from: ann.id } }]);
  expect((await subscribed(privateChannel(ben.client, `user:${ann.id}`))).status).toBe(
    'CHANNEL_ERROR',
  );
});
