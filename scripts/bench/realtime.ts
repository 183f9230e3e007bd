// bench realtime: one sender, 1, 10 and 200 subscribers of a topic: how long until the last one has
// a message, and how many arrive a second, beside a bare `ws` server that only copies frames.
import { type Measure, type MeasureOptions, median } from './measure.ts';
import { startBareFanOut } from './realtime-bare.ts';
import type { FanOut } from './realtime-clients.ts';
import { startOurFanOut } from './realtime-ours.ts';

const SUBSCRIBERS = [1, 10, 200];
/** What Realtime may add to the time until the last subscriber has a message. */
const ADDED_MS = 5;
/** The least part of the bare server's messages a second. */
const RATIO = 0.5;
const WARM_UP_MESSAGES = 200;
/** Messages that a sender in a hurry lets be under way. */
const UNDER_WAY = 16;

/** Latency and throughput of each size, ours and the bare server's in turns. */
export async function measure({ seconds, onStep }: MeasureOptions): Promise<Measure[]> {
  onStep('Starting a database, Realtime and the bare server ...');
  const servers = { ours: await startOurFanOut(), bare: await startBareFanOut() };
  try {
    const measures: Measure[] = [];
    for (const count of SUBSCRIBERS) {
      onStep(`${count} subscriber${count > 1 ? 's' : ''} ...`);
      const ours = await servers.ours.open(count);
      const bare = await servers.bare.open(count);
      for (const each of [ours, bare]) await sendMany(each, WARM_UP_MESSAGES);
      const latency = await latencies(ours, bare, seconds);
      const added = median(latency.ours) - median(latency.bare);
      measures.push({
        bench: 'realtime',
        measure: `last of ${count} has it: added to bare ws, p50`,
        value: added,
        unit: 'ms',
        beside: median(latency.bare),
        ratio: null,
        budget: ADDED_MS,
        ok: added <= ADDED_MS,
      });
      const value = await throughput(ours, seconds);
      const beside = await throughput(bare, seconds);
      const ratio = value / beside;
      measures.push({
        bench: 'realtime',
        measure: `messages received by ${count}`,
        value,
        unit: '1/s',
        beside,
        ratio,
        budget: RATIO,
        ok: ratio >= RATIO,
      });
      for (const each of [ours, bare]) each.close();
    }
    return measures;
  } finally {
    await servers.bare.stop();
    await servers.ours.stop();
  }
}

/** Milliseconds from a send until all have it, one message at a time, in turns. */
async function latencies(ours: FanOut, bare: FanOut, seconds: number) {
  const times = { ours: [] as number[], bare: [] as number[] };
  const end = performance.now() + seconds * 1000;
  while (performance.now() < end)
    for (const [name, each] of [
      ['ours', ours],
      ['bare', bare],
    ] as const) {
      const sent = performance.now();
      await sendMany(each, 1);
      times[name].push(performance.now() - sent);
    }
  return times;
}

/** Messages that subscribers received a second, while the sender hurries. */
async function throughput(fanOut: FanOut, seconds: number): Promise<number> {
  const begun = performance.now();
  const end = begun + seconds * 1000;
  let received = 0;
  while (performance.now() < end) received += await sendMany(fanOut, UNDER_WAY * 8);
  return received / ((performance.now() - begun) / 1000);
}

/** Sends so many messages and resolves with how many were received when all have all. */
async function sendMany(fanOut: FanOut, messages: number): Promise<number> {
  for (let sent = 0; sent < messages; sent += UNDER_WAY) {
    const now = Math.min(UNDER_WAY, messages - sent);
    await fanOut.send(now);
  }
  return messages * fanOut.subscribers;
}
