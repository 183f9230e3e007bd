// limit-headers: x-ratelimit-* and retry-after, for clients that back off by headers.
import { type LimitState, limitRefusal } from '../../../shared/contracts/limits.ts';
import type { AppError } from '../../../shared/errors.ts';

/**
 * `x-ratelimit-limit-<meter>`, `-remaining-<meter>` and `-reset-<meter>` (seconds until all of it
 * is there again) for each meter; of several limits of one meter, the one with the least left.
 */
export function limitHeaders(limits: readonly LimitState[]): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const limit of limits.toSorted((a, b) => b.left - a.left)) {
    const meter = limit.meter.replaceAll('_', '-');
    headers[`x-ratelimit-limit-${meter}`] = `${limit.allowance}`;
    headers[`x-ratelimit-remaining-${meter}`] = `${limit.left}`;
    if (limit.resets_at) headers[`x-ratelimit-reset-${meter}`] = `${secondsUntil(limit.resets_at)}`;
    else delete headers[`x-ratelimit-reset-${meter}`];
  }
  return headers;
}

/** The headers of a refusal by a limit; none for any other error. */
export function refusalHeaders(error: AppError): Record<string, string> {
  const refusal = limitRefusal.safeParse(error.details);
  if (error.status !== 429 || !refusal.success) return {};
  const { retry_after } = refusal.data;
  return {
    ...limitHeaders([refusal.data]),
    ...(retry_after === null ? {} : { 'retry-after': `${retry_after}` }),
  };
}

function secondsUntil(moment: string): number {
  return Math.max(0, Math.ceil((Date.parse(moment) - Date.now()) / 1000));
}
