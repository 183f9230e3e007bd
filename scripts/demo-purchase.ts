// demo-purchase: a pack of credits bought through the stand-in's page, as a browser would.
import { orderAnswer } from '../shared/contracts/billing.ts';

export interface Shop {
  apiUrl: string;
  accessToken: string;
  /** Slug of the pack. */
  item: string;
  /** Hears of each step. */
  say: (what: string, text: string) => void;
}

/** Orders it, clicks "Pay" on the page, and comes back; throws when it is not paid then. */
export async function buyCredits({ apiUrl, accessToken, item, say }: Shop): Promise<void> {
  const ask = async (method: 'GET' | 'POST', path: string, body?: object) => {
    const answer = await fetch(`${apiUrl}/functions/v1/billing/checkout${path}`, {
      method,
      headers: { authorization: `Bearer ${accessToken}`, 'content-type': 'application/json' },
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
    if (!answer.ok) throw new Error(`billing answered ${answer.status}: ${await answer.text()}`);
    return orderAnswer.parse(await answer.json());
  };
  const order = await ask('POST', '', { key: crypto.randomUUID(), kind: 'pack', item });
  const price = `${(order.amount_cents / 100).toFixed(2)} ${order.currency}`;
  say('Ordered', `${item} for ${price}`);
  say('Checkout', `${order.checkout_url}`);
  const paid = await fetch(`${order.checkout_url}`, {
    method: 'POST',
    body: new URLSearchParams({ do: 'pay' }),
    redirect: 'manual',
  });
  say('Paid', `by a click; the page leads back to ${paid.headers.get('location')}`);
  const { state } = await ask('GET', `/${order.id}`);
  if (state !== 'complete') throw new Error(`The order is ${state}.`);
}
