// deliver-events: tells the endpoint of events as PayPal does: signed with RSA over a CRC of the
// body, tried again, doubled on request.
import { createSign, createVerify, generateKeyPairSync } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { crc32 } from 'node:zlib';
import { newId, type PaypalEvent } from './account.ts';

/** PayPal tries for three days; here it is the first of them. */
const RETRY_DELAYS_MS = [50, 200, 800, 3200];

export interface Endpoint {
  url: string;
  webhookId: string;
}

export interface Sender {
  events: PaypalEvent[];
  /** Events are kept and not sent while this is on. */
  isHeld: boolean;
  hear(event: PaypalEvent): void;
  /** Sends an event now, once; returns the status of the answer, 0 without one. */
  post(event: PaypalEvent): Promise<number>;
  /** Whether a delivery was signed here, byte for byte. */
  verifies(headers: TransmissionHeaders, webhookId: string, body: string): boolean;
  stop(): Promise<void>;
}

export interface TransmissionHeaders {
  transmission_id: string;
  transmission_time: string;
  transmission_sig: string;
}

export function createSender(endpoint: Endpoint, url: string): Sender {
  const keys = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const underway = new Set<Promise<unknown>>();
  const stopping = new AbortController();

  const signed = (id: string, time: string, webhookId: string, body: string) =>
    `${id}|${time}|${webhookId}|${crc32(body)}`;

  async function post(event: PaypalEvent): Promise<number> {
    const body = JSON.stringify(event);
    const id = newId('TX-');
    const time = new Date().toISOString();
    const text = signed(id, time, endpoint.webhookId, body);
    try {
      const answer = await fetch(endpoint.url, {
        method: 'POST',
        body,
        headers: {
          'content-type': 'application/json',
          'paypal-transmission-id': id,
          'paypal-transmission-time': time,
          'paypal-transmission-sig': createSign('RSA-SHA256')
            .update(text)
            .sign(keys.privateKey, 'base64'),
          'paypal-cert-url': `${url}/certs/1`,
          'paypal-auth-algo': 'SHA256withRSA',
        },
        signal: AbortSignal.any([stopping.signal, AbortSignal.timeout(10_000)]),
      });
      await answer.body?.cancel();
      return answer.status;
    } catch {
      return 0; // Nobody answered: it is sent again.
    }
  }

  async function deliver(event: PaypalEvent): Promise<void> {
    for (const delay of [0, ...RETRY_DELAYS_MS]) {
      if (stopping.signal.aborted) return;
      await sleep(delay);
      const status = await post(event);
      if (status >= 200 && status < 300) return;
    }
  }

  const sender: Sender = {
    events: [],
    isHeld: false,
    hear(event) {
      sender.events.push(event);
      if (sender.isHeld) return;
      const work = deliver(event).finally(() => underway.delete(work));
      underway.add(work);
    },
    post,
    verifies: ({ transmission_id, transmission_time, transmission_sig }, webhookId, body) =>
      webhookId === endpoint.webhookId &&
      createVerify('RSA-SHA256')
        .update(signed(transmission_id, transmission_time, webhookId, body))
        .verify(keys.publicKey, transmission_sig, 'base64'),
    async stop() {
      stopping.abort();
      await Promise.allSettled(underway);
    },
  };
  return sender;
}
