// come-back: where people are led after a provider's page.
import { env } from '../_shared/env.ts';

/** A path of the site, with the order that it is about. */
export function comeBack(path: string, orderId: string): string {
  const url = new URL(path, env.SITE_URL);
  url.searchParams.set('order', orderId);
  return url.href;
}
