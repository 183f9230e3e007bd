// deliver-events: tells the endpoint of events as LemonSqueezy does: signed, four tries and then no
// more; and on request held back, doubled or shuffled.
import { createHmac } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { LemonEvent } from './account.ts';

/** LemonSqueezy waits 5, 25 and 125 seconds; only the status 200 counts there. */
const RETRY_DELAYS_MS = [50, 250, 1250];

export interface Endpoint {
  url: string;
  secret: string;
}

export interface Sender {
  /** Events are kept and not sent while this is on. */
  isHeld: boolean;
  hear(event: LemonEvent): void;
  /** Sends events in this order, so many at once, without trying again; the answers' statuses. */
  send(events: LemonEvent[], parallel: number): Promise<number[]>;
  stop(): Promise<void>;
}

/** The value of the header `x-signature`. */
export function signLemon(body: string, secret: string): string {
  return createHmac('sha256', secret).update(body).digest('hex');
}

export function createSender({ url, secret }: Endpoint): Sender {
  const underway = new Set<Promise<unknown>>();
  const stopping = new AbortController();

  async function post({ name, body }: LemonEvent): Promise<number> {
    const headers = {
      'content-type': 'application/json',
      'x-event-name': name,
      'x-signature': signLemon(body, secret),
    };
    try {
      const { signal } = stopping;
      const answer = await fetch(url, { method: 'POST', headers, body, signal });
      await answer.body?.cancel();
      return answer.status;
    } catch {
      return 0; // Nobody answered: it is sent again.
    }
  }

  async function deliver(event: LemonEvent): Promise<void> {
    for (const delay of [0, ...RETRY_DELAYS_MS]) {
      await sleep(delay);
      if (stopping.signal.aborted || (await post(event)) === 200) return;
    }
  }

  const sender: Sender = {
    isHeld: false,
    hear(event) {
      if (sender.isHeld) return;
      const work = deliver(event).finally(() => underway.delete(work));
      underway.add(work);
    },
    async send(events, parallel) {
      const queue = [...events];
      const statuses: number[] = [];
      const worker = async () => {
        for (let event = queue.shift(); event; event = queue.shift())
          statuses.push(await post(event));
      };
      await Promise.all(Array.from({ length: parallel }, worker));
      return statuses;
    },
    async stop() {
      stopping.abort();
      await Promise.allSettled(underway);
    },
  };
  return sender;
}
