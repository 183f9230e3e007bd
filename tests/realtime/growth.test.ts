// growth: coming and going ten thousand times leaves nothing behind.
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, it } from 'vitest';
import { waitUntil } from '../../local/wait-until.ts';
import { ownRealtime } from './own-realtime.ts';
import { openRaw, type RawSocket } from './raw-socket.ts';

const many = 1_000_000;
const published = `
  create table public.rows (id bigint primary key);
  alter publication supabase_realtime add table public.rows;
`;
const own = ownRealtime(published, { joinsPerSecond: many, presencesPerSecond: many });
const TIMES = 10_000;

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

/** Joins and leaves a topic of its own for each ref, with a presence every third time. */
async function comeAndGo({ socket, frames }: RawSocket, from: number, times: number) {
  for (let n = from; n < from + times; n++) {
    const [ref, topic] = [`${n}`, `realtime:growth:${n}`];
    const track = { type: 'presence', event: 'track', payload: { n } };
    socket.send(JSON.stringify([ref, ref, topic, 'phx_join', {}]));
    if (n % 3 === 0) socket.send(JSON.stringify([ref, null, topic, 'presence', track]));
    socket.send(JSON.stringify([ref, `leave-${ref}`, topic, 'phx_leave', {}]));
    // As many as may be under way; the last reply says that all before are done.
    if (n % 50 === 0) await replied(frames, `leave-${ref}`);
  }
  await replied(frames, `leave-${from + times - 1}`);
}

async function replied(frames: RawSocket['frames'], ref: string): Promise<void> {
  await waitUntil(`the reply to ${ref}`, () => frames.some((frame) => frame[1] === ref), {
    everyMs: 1,
  });
  frames.length = 0;
}

it('ten thousand joins and leaves on one connection', async () => {
  const raw = await openRaw(own.url, own.keys.publishableKey);
  await comeAndGo(raw, 0, 2000);
  collectGarbage();
  const before = process.memoryUsage().heapUsed;
  await comeAndGo(raw, 2000, TIMES);
  collectGarbage();
  const grownBytes = process.memoryUsage().heapUsed - before;
  expect(own.realtime.holdings()).toEqual({ connections: 1, topics: 0, followers: 0 });
  // A Map entry alone takes more than 50 bytes.
  expect(grownBytes / TIMES).toBeLessThan(50);
});

it('two hundred connections that break while they join or change their token', async () => {
  const { token } = await own.somebody();
  const tables = [{ event: '*', schema: '*' }];
  for (let round = 0; round < 10; round++) {
    const raws = await Promise.all(
      Array.from({ length: 20 }, () => openRaw(own.url, own.keys.publishableKey)),
    );
    for (const [index, { socket }] of raws.entries()) {
      const config = { private: index % 3 === 0, postgres_changes: tables };
      for (const topic of ['realtime:shared', `realtime:${index}`])
        socket.send(JSON.stringify(['1', topic, topic, 'phx_join', { config }]));
      const track = { event: 'track', payload: { index } };
      socket.send(JSON.stringify(['1', null, 'realtime:shared', 'presence', track]));
      const renewal = ['1', null, 'realtime:shared', 'access_token', { access_token: token }];
      socket.send(JSON.stringify(renewal));
    }
    const joined = () => own.realtime.holdings().followers > round * 2;
    await waitUntil('some to join', joined, { everyMs: 1 });
    for (const { socket } of raws) socket.terminate();
  }
  await waitUntil('all to be forgotten', () => {
    const { connections, topics, followers } = own.realtime.holdings();
    return connections + topics + followers === 0;
  });
  expect(own.lines).toEqual([]);
});
