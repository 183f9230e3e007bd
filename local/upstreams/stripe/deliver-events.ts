// deliver-events: tells endpoints of events as Stripe does: signed, tried again, in no promised
// order; and on request held back, doubled or shuffled.
import { createHmac } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Event } from './objects.ts';

export interface Endpoint {
  url: string;
  secret: string;
}

export interface Delivery {
  event: string;
  type: string;
  attempt: number;
  /** 0 when nobody answered. */
  status: number;
}

export interface Sending {
  /** Places among all events, as often as each is to be sent; default: as made. */
  order?: number[] | undefined;
  /** How many are on their way at once. */
  parallel?: number | undefined;
}

export interface Sender {
  endpoint: Endpoint | undefined;
  /** Events are kept and not sent while this is on. */
  isHeld: boolean;
  deliveries: Delivery[];
  /** Sends an event, as often as it takes, unless events are held. */
  hear(event: Event): void;
  /** Sends events now and waits for the answers, without trying again. */
  send(events: Event[], sending: Sending): Promise<Delivery[]>;
  /** Resolves when nothing is on its way. */
  settled(): Promise<void>;
  stop(): Promise<void>;
}

const RETRY_DELAYS_MS = [50, 200, 800, 3200];

/** The value of the header `stripe-signature`. */
export function signPayload(payload: string, secret: string, seconds: number): string {
  const mac = createHmac('sha256', secret).update(`${seconds}.${payload}`).digest('hex');
  return `t=${seconds},v1=${mac}`;
}

export function createSender(): Sender {
  const underway = new Set<Promise<unknown>>();
  const stopping = new AbortController();
  const sender: Sender = {
    endpoint: undefined,
    isHeld: false,
    deliveries: [],
    hear(event) {
      if (sender.isHeld || !sender.endpoint) return;
      track(deliver(event));
    },
    async send(events, { order = [...events.keys()], parallel = 1 }) {
      const queue = order.flatMap((index) => events[index] ?? []);
      const sent: Delivery[] = [];
      const worker = async () => {
        for (let event = queue.shift(); event; event = queue.shift())
          sent.push(await post(event, 1));
      };
      await Promise.all(Array.from({ length: parallel }, worker));
      return sent;
    },
    async settled() {
      while (underway.size > 0) await Promise.all(underway);
    },
    async stop() {
      stopping.abort();
      await Promise.allSettled(underway);
    },
  };

  function track(work: Promise<unknown>): void {
    const tracked = work.finally(() => underway.delete(tracked));
    underway.add(tracked);
  }

  async function deliver(event: Event): Promise<void> {
    for (const [index, delay] of [...RETRY_DELAYS_MS, 0].entries()) {
      const { status } = await post(event, index + 1);
      if (status >= 200 && status < 300) return;
      if (stopping.signal.aborted) return;
      await sleep(delay, undefined, { signal: stopping.signal }).catch(() => undefined);
    }
  }

  async function post(event: Event, attempt: number): Promise<Delivery> {
    const delivery: Delivery = { event: event.id, type: event.type, attempt, status: 0 };
    if (!sender.endpoint) return delivery;
    const body = JSON.stringify(event, null, 2);
    try {
      const answer = await fetch(sender.endpoint.url, {
        method: 'POST',
        headers: {
          'content-type': 'application/json; charset=utf-8',
          'stripe-signature': signPayload(
            body,
            sender.endpoint.secret,
            Math.floor(Date.now() / 1000),
          ),
        },
        body,
        signal: stopping.signal,
      });
      await answer.arrayBuffer();
      delivery.status = answer.status;
    } catch (error) {
      // Nobody there: status 0 says so, and it is tried again.
      if (!(error instanceof Error)) throw error;
    }
    sender.deliveries.push(delivery);
    return delivery;
  }

  return sender;
}
