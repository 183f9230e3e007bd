// read-inbox: the next message for a person, as the tests and the demo open it.
import { waitUntil } from '../wait-until.ts';

export interface InboxMessage {
  subject: string;
  text: string;
  html: string;
}

interface MaildevMessage extends InboxMessage {
  id: string;
  read: boolean;
  to: { address: string }[];
}

/**
 * Waits for the oldest unread message to `address` and marks it read, so that the next call
 * waits for the next one. Throws a sentence after `timeoutMs`.
 */
export async function readInbox(
  inboxUrl: string,
  address: string,
  { timeoutMs = 10_000 } = {},
): Promise<InboxMessage> {
  const query = new URLSearchParams({ 'to.address': address, sort: 'asc' });
  const unread = await waitUntil(
    `an e-mail to ${address}`,
    async () => {
      const messages = await get<MaildevMessage[]>(`${inboxUrl}/api/email?${query}`);
      return messages.find(({ read, to }) => !read && to.some((one) => one.address === address));
    },
    { timeoutMs },
  );
  return get<MaildevMessage>(`${inboxUrl}/api/email/${unread.id}`);
}

async function get<T>(url: string): Promise<T> {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`The inbox answered ${response.status} to ${url}.`);
  return (await response.json()) as T;
}
