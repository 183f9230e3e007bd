// client-ip: the caller's address, for limits by address.
import { z } from 'zod';
import { env } from './env.ts';

const address = z.union([z.ipv4(), z.ipv6()]);

/**
 * The first address in the header that the operator trusts; undefined when there is none. Whoever
 * forges it escapes the limits by address only: those of the person hold.
 */
export function clientIp(headers: Headers): string | undefined {
  const [first] = headers.get(env.CLIENT_IP_HEADER)?.split(',') ?? [];
  return address.safeParse(first?.trim()).data;
}
