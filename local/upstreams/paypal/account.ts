// account: what the stand-in of PayPal keeps: batches, their items, events, and the money there is.
import { randomBytes } from 'node:crypto';

export const itemStatuses = [
  'SUCCESS',
  'PENDING',
  'ONHOLD',
  'UNCLAIMED',
  'RETURNED',
  'BLOCKED',
  'FAILED',
  'DENIED',
  'REFUNDED',
  'REVERSED',
] as const;
export type ItemStatus = (typeof itemStatuses)[number];

export interface Item {
  payout_item_id: string;
  transaction_id: string;
  transaction_status: ItemStatus;
  payout_item_fee: { currency: string; value: string };
  payout_batch_id: string;
  payout_item: {
    recipient_type: string;
    amount: { value: string; currency: string };
    receiver: string;
    sender_item_id: string;
    note?: string | undefined;
  };
  errors?: { name: string; message: string };
}

export interface Batch {
  payout_batch_id: string;
  batch_status: 'DENIED' | 'PENDING' | 'PROCESSING' | 'SUCCESS' | 'CANCELED';
  sender_batch_id: string;
  items: Item[];
}

export interface PaypalEvent {
  id: string;
  event_type: string;
  resource_type: string;
  create_time: string;
  resource: object;
}

export interface Account {
  batches: Map<string, Batch>;
  items: Map<string, Item>;
  /** Batches by the sender's id, as long as PayPal remembers it: thirty days. */
  remembered: Map<string, Batch>;
  /** US cents that can be paid out. */
  cents: number;
  onEvent: (event: PaypalEvent) => void;
}

export function createAccount(): Account {
  return {
    batches: new Map(),
    items: new Map(),
    remembered: new Map(),
    cents: 1_000_000_000,
    onEvent: () => undefined,
  };
}

export function newId(prefix = ''): string {
  return prefix + randomBytes(7).toString('hex').toUpperCase().slice(0, 13);
}

/** PayPal's word for an item's status in the type of its event. */
const EVENTS: Partial<Record<ItemStatus, string>> = {
  SUCCESS: 'SUCCEEDED',
  ONHOLD: 'HELD',
  UNCLAIMED: 'UNCLAIMED',
  RETURNED: 'RETURNED',
  BLOCKED: 'BLOCKED',
  FAILED: 'FAILED',
  DENIED: 'DENIED',
  REFUNDED: 'REFUNDED',
};

/** Changes an item, and tells of it where PayPal does. */
export function setStatus(account: Account, item: Item, status: ItemStatus): void {
  item.transaction_status = status;
  if (status === 'UNCLAIMED')
    item.errors = { name: 'RECEIVER_UNREGISTERED', message: 'Receiver is unregistered' };
  const type = EVENTS[status];
  if (!type) return;
  account.onEvent({
    id: newId('WH-'),
    event_type: `PAYMENT.PAYOUTS-ITEM.${type}`,
    resource_type: 'payouts_item',
    create_time: new Date().toISOString(),
    resource: item,
  });
}

/** How the address of a receiver asks for an outcome: `unclaimed.ben@…`, `blocked@…`. */
export function statusWished(receiver: string): ItemStatus {
  const word = /^([a-z]+)[.@]/i.exec(receiver)?.[1]?.toUpperCase();
  return itemStatuses.find((status) => status === word) ?? 'SUCCESS';
}
