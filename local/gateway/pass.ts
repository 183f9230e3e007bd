// pass: a request to a server behind the gateway, or a sentence that says why there is no answer.
import type { IncomingMessage, ServerResponse } from 'node:http';
import { type Forwarding, forward, type Outcome, type Service } from './forward.ts';

/** A server behind the gateway. */
export interface Upstream extends Service {
  /** As people call it, for the sentence that says it is down. */
  name: string;
}

/**
 * Answers 503 when the server does not take connections, 504 when it is too slow and 502 when it
 * breaks before its first byte; when it breaks later the caller's connection breaks too.
 */
export async function pass(
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  upstream: Upstream,
  forwarding: Forwarding,
): Promise<void> {
  let outcome: Outcome;
  do outcome = await forward(incoming, outgoing, upstream, forwarding);
  while (outcome === 'stale');
  if (outcome === 'answered') return;
  const { name, answersWithinMs } = upstream;
  const [status, code, message] = {
    slow: [504, 'upstream_timeout', `${name} did not answer within ${answersWithinMs / 1000} s.`],
    unreachable: [503, 'upstream_unavailable', `${name} is not running.`],
    broken: [502, 'upstream_failed', `${name} broke off before it answered.`],
  }[outcome] as [number, string, string];
  const headers = { 'content-type': 'application/json', 'access-control-allow-origin': '*' };
  outgoing.writeHead(status, headers).end(JSON.stringify({ code, message }));
}
