// fail-early: the faults that come instead of an answer.
import { setTimeout as sleep } from 'node:timers/promises';
import { closed, cut, type UpstreamContext, type UpstreamState } from './exchange.ts';
import {
  type Directives,
  readDirectives,
  withDefaultFault,
  withoutFaults,
} from './read-directives.ts';
import type { Refusals } from './upstream-error.ts';

/** Retries of SDKs must not make tests wait for seconds. */
const RETRY_AFTER_MS = 10;

/**
 * Obeys the directives in `text` that concern the whole request, and returns those left for the
 * answer; undefined when the connection is gone and there is nobody to answer.
 */
export async function failEarly(
  context: UpstreamContext,
  state: UpstreamState,
  text: string,
  refusals: Refusals,
): Promise<Directives | undefined> {
  const { provider } = context.get('entry');
  const read = readDirectives(text, refusals).directives;
  const isOther = read.only !== undefined && read.only !== provider;
  const wishes = isOther ? withoutFaults(read) : countDown(read, text, state.failures);
  if (wishes.delay_ms) await Promise.race([sleep(wishes.delay_ms), closed(context)]);
  if (wishes.drop) cut(context);
  if (context.env.outgoing.destroyed) return undefined;
  if (wishes.status) throw refusals.sample(wishes.status, wishes.code, retryHeaders(wishes));
  return wishes;
}

function countDown(wishes: Directives, text: string, failures: Map<string, number>): Directives {
  if (wishes.fail_times === undefined) return wishes;
  const count = (failures.get(text) ?? 0) + 1;
  failures.set(text, count);
  return count > wishes.fail_times ? withoutFaults(wishes) : withDefaultFault(wishes);
}

function retryHeaders({ retry_after_ms, retry_after }: Directives): Record<string, string> {
  if (retry_after !== undefined) return { 'retry-after': String(retry_after) };
  return { 'retry-after-ms': String(retry_after_ms ?? RETRY_AFTER_MS) };
}
