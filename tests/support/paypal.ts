// paypal: the stand-in's control, for tests that break payouts at a step and let items end.
import type { Batch, Item, ItemStatus } from '../../local/upstreams/paypal/account.ts';
import type { Fault } from '../../local/upstreams/paypal/faults.ts';

export interface PaypalControl {
  /** What goes wrong next at a step. */
  fault(fault: Partial<Fault> & Pick<Fault, 'at'>): Promise<void>;
  /** How many faults have not happened yet. */
  faultsLeft(): Promise<number>;
  /** An item ends so, and PayPal tells of it. */
  end(item: Item, status: ItemStatus): Promise<void>;
  setBalance(cents: number): Promise<void>;
  /** Thirty days pass: ids of batches are forgotten. */
  forget(): Promise<void>;
  /** Events are kept and not sent, until `release`. */
  hold(): Promise<void>;
  release(): Promise<void>;
  /** Sends all events again, at once; returns the statuses of the answers. */
  sendAll(): Promise<number[]>;
  /** All batches that pay a receiver: what has really been paid. */
  batchesTo(receiver: string): Promise<Batch[]>;
  /** Waits until somebody has come to a gate. */
  arrivals(gate: string): Promise<number>;
  open(gate: string): Promise<void>;
}

export function paypalControl(url: string): PaypalControl {
  // biome-ignore lint/suspicious/noExplicitAny: whatever the control answers.
  async function ask(method: string, path: string, body?: object): Promise<any> {
    const answer = await fetch(`${url}${path}`, {
      method,
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
    return answer.status === 204 ? undefined : answer.json();
  }
  const control = (path: string, body?: object) => ask('POST', `/__control/${path}`, body);
  return {
    fault: (fault) => control('faults', fault),
    faultsLeft: async () => (await ask('GET', '/__control/faults')).left,
    end: (item, status) => control(`items/${item.payout_item_id}/${status}`),
    setBalance: (cents) => control('balance', { cents }),
    forget: () => control('forget'),
    hold: () => control('hold'),
    release: () => control('release'),
    sendAll: async () => (await control('send')).statuses,
    async batchesTo(receiver) {
      const { batches } = (await ask('GET', '/__control/batches')) as { batches: Batch[] };
      return batches.filter(({ items }) =>
        items.some(({ payout_item }) => payout_item.receiver === receiver),
      );
    },
    arrivals: async (gate) => (await ask('GET', `/../__control/gates/${gate}`)).arrived,
    open: (gate) => ask('POST', `/../__control/gates/${gate}`),
  };
}
