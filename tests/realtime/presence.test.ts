// presence: who is there, how, and who has gone.
import type { RealtimeChannel } from '@supabase/supabase-js';
import { expect, it } from 'vitest';
import { waitUntil } from '../../local/wait-until.ts';
import { ownRealtime } from './own-realtime.ts';
import { hearSystem, join } from './room.ts';

const own = ownRealtime();
const room = () => `room:${crypto.randomUUID()}`;

interface Watched {
  channel: RealtimeChannel;
  /** `join ann`, `leave ann` and `sync`, in order. */
  events: string[];
  /** The fields of everybody, by key. */
  people(): Record<string, unknown[]>;
}

async function watch(name: string, key: string, vsn = '2.0.0'): Promise<Watched> {
  const channel = own.client({ vsn }).channel(name, { config: { presence: { key } } });
  const events: string[] = [];
  channel
    .on('presence', { event: 'sync' }, () => events.push('sync'))
    .on('presence', { event: 'join' }, (presence) => events.push(`join ${presence.key}`))
    .on('presence', { event: 'leave' }, (presence) => events.push(`leave ${presence.key}`));
  await join(channel);
  await waitUntil('the list', () => events.includes('sync'));
  const people = () =>
    Object.fromEntries(
      Object.entries(channel.presenceState()).map(([each, metas]) => [
        each,
        metas.map(({ presence_ref: _, ...fields }) => fields),
      ]),
    );
  return { channel, events, people };
}

it.each(['1.0.0', '2.0.0'])('on version %s people come, change and go', async (vsn) => {
  const name = room();
  const ann = await watch(name, 'ann', vsn);
  expect(ann.events).toEqual(['sync']);
  expect(await ann.channel.track({ mood: 'good' })).toBe('ok');
  await waitUntil('Ann herself', () => ann.events.includes('join ann'));

  const ben = await watch(name, 'ben', vsn);
  expect(ben.people()).toEqual({ ann: [{ mood: 'good' }] });
  await ben.channel.track({ mood: 'bad' });
  await waitUntil('Ben at Ann', () => 'ben' in ann.people());

  await ann.channel.track({ mood: 'better' });
  await waitUntil('the change', () => ben.people().ann?.length === 1 && ben.events.length > 4);
  expect(ben.people()).toEqual({ ann: [{ mood: 'better' }], ben: [{ mood: 'bad' }] });

  expect(await ben.channel.untrack()).toBe('ok');
  await waitUntil('Ben to be gone', () => !('ben' in ann.people()));
  expect(ann.people()).toEqual({ ann: [{ mood: 'better' }] });
  expect(ann.events.filter((event) => event === 'leave ben')).toHaveLength(1);
});

it('one person on two devices is one key with two entries, and leaves with the last', async () => {
  const name = room();
  const witness = await watch(name, 'witness');
  const phone = await watch(name, 'ann');
  const laptop = await watch(name, 'ann');
  await phone.channel.track({ device: 'phone' });
  await laptop.channel.track({ device: 'laptop' });
  await waitUntil('both', () => witness.people().ann?.length === 2);
  expect(witness.people().ann).toEqual([{ device: 'phone' }, { device: 'laptop' }]);
  await phone.channel.unsubscribe();
  await waitUntil('one', () => witness.people().ann?.length === 1);
  expect(witness.people().ann).toEqual([{ device: 'laptop' }]);
  await laptop.channel.socket.disconnect();
  await waitUntil('none', () => !witness.people().ann);
});

it('without a key each socket has its own', async () => {
  const name = room();
  const ann = await watch(name, '');
  const ben = await watch(name, '');
  await Promise.all([ann.channel.track({ a: 1 }), ben.channel.track({ b: 2 })]);
  await waitUntil('both', () => Object.keys(ann.people()).length === 2);
});

it('who does not follow presence is told nothing, until it tracks itself', async () => {
  const name = room();
  const ann = await watch(name, 'ann');
  await ann.channel.track({});
  const quiet = own.client().channel(name, { config: { presence: { key: 'quiet' } } });
  await join(quiet);
  expect(quiet.presenceState()).toEqual({});
  await quiet.track({});
  await waitUntil('the list', () => Object.keys(quiet.presenceState()).length === 2);
});

it('who changes too often is told so and closed', async () => {
  const { channel } = await watch(room(), 'restless');
  const system = hearSystem(channel);
  for (let change = 0; change < 6; change++) void channel.track({ change });
  await waitUntil('the end', () => channel.state === 'closed');
  expect(system).toMatchObject([
    { extension: 'system', status: 'error', message: 'Client presence rate limit exceeded' },
  ]);
});

it('more than ten keys are refused', async () => {
  const { channel, people } = await watch(room(), 'ann');
  const many = Object.fromEntries(Array.from({ length: 11 }, (_, index) => [`k${index}`, 1]));
  expect(await channel.track(many)).toBe('error');
  expect(people()).toEqual({});
});
