// stripe: the stand-in's control, for tests that let time pass, decline cards and hold events back.
import type Stripe from 'stripe';
import { STRIPE_STAND_IN } from '../../local/upstreams/stand-in-variables.ts';

export interface StripeControl {
  pass(days: number): Promise<void>;
  /** Sets the clock to the real time again. */
  comeBack(): Promise<void>;
  /** Whether the customer's card is declined from now on. */
  card(customer: string, declines: boolean): Promise<void>;
  /** The card that the customer pays with; before the first payment. */
  payWith(customer: string, fingerprint: string): Promise<void>;
  pay(session: string): Promise<boolean>;
  dispute(paymentIntent: string): Promise<string>;
  closeDispute(id: string, status: 'won' | 'lost'): Promise<void>;
  undoRefund(id: string, status: 'failed' | 'canceled'): Promise<void>;
  /** What the bank says of somebody who paid by debit. */
  endDebit(session: string, end: 'succeeded' | 'failed'): Promise<void>;
  /** Where deliveries go from now on. */
  deliverTo(url: string): Promise<void>;
  /** Whether Stripe answers nobody. */
  outage(isDown: boolean): Promise<void>;
  /** Events are kept and not sent, until `release`. */
  hold(): Promise<void>;
  release(): Promise<void>;
  events(): Promise<Stripe.Event[]>;
  /** Sends events by their place in `events`, in this order; returns the answers' statuses. */
  send(order: number[], parallel?: number): Promise<number[]>;
  /** Returns when no delivery is under way. */
  settled(): Promise<void>;
}

export function stripeControl(url: string): StripeControl {
  // biome-ignore lint/suspicious/noExplicitAny: whatever the control answers.
  async function ask(method: string, path: string, body?: object): Promise<any> {
    const answer = await fetch(`${url}/__control/${path}`, {
      method,
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
    return answer.status === 204 ? undefined : answer.json();
  }
  return {
    pass: (days) => ask('POST', 'clock', { seconds: Math.round(days * 86_400) }),
    comeBack: () => ask('DELETE', 'clock'),
    card: (customer, declines) => ask('POST', 'cards', { customer, declines }),
    payWith: (customer, fingerprint) =>
      ask('POST', 'cards', { customer, declines: false, fingerprint }),
    pay: async (session) => (await ask('POST', `sessions/${session}/pay`)).is_paid,
    dispute: async (payment_intent) => (await ask('POST', 'disputes', { payment_intent })).id,
    closeDispute: (id, status) => ask('POST', `disputes/${id}/${status}`),
    undoRefund: (id, status) => ask('POST', `refunds/${id}/${status}`),
    endDebit: (session, end) => ask('POST', `sessions/${session}/debit/${end}`),
    deliverTo: (url) => ask('PUT', 'endpoint', { url, secret: STRIPE_STAND_IN.webhookSecret }),
    outage: (isDown) => ask(isDown ? 'POST' : 'DELETE', 'outage'),
    hold: () => ask('POST', 'hold'),
    release: () => ask('POST', 'release'),
    events: async () => (await ask('GET', 'events')).events,
    async send(order, parallel = 1) {
      const { deliveries } = await ask('POST', 'send', { order, parallel });
      return deliveries.map(({ status }: { status: number }) => status);
    },
    settled: () => ask('GET', 'settled'),
  };
}
