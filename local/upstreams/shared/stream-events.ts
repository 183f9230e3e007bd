// stream-events: server-sent events to a caller, in the forms that providers write them.
import { setTimeout as sleep, setImmediate as yieldNow } from 'node:timers/promises';
import type { UpstreamContext } from './exchange.ts';
import type { Directives } from './read-directives.ts';

/** Between the halves of a split letter: long enough for them to arrive apart. */
const SPLIT_PAUSE_MS = 2;

export type WriteEvent = (data: string, event?: string) => Promise<void>;

/** Sends the headers of a stream; returns what writes its events. */
export function openStream(context: UpstreamContext, wishes: Directives): WriteEvent {
  const { outgoing } = context.env;
  const { crlf, keepalive, split_utf8 } = wishes;
  outgoing.writeHead(200, {
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-cache',
    'x-request-id': context.get('entry').id,
    // An error before any word makes the AI SDK try again: not after seconds, in tests.
    ...(wishes.error_after === 0 && { 'retry-after-ms': '10' }),
  });
  outgoing.flushHeaders();
  const line = crlf ? '\r\n' : '\n';
  return async (data, event) => {
    const comment = keepalive ? `: keep-alive${line}${line}` : '';
    const name = event ? `event: ${event}${line}` : '';
    const bytes = Buffer.from(`${comment}${name}data: ${data}${line}${line}`);
    const at = split_utf8 ? bytes.findIndex((byte) => byte > 0x7f) + 1 : 0;
    if (at > 0) {
      outgoing.write(bytes.subarray(0, at));
      await sleep(SPLIT_PAUSE_MS);
    }
    outgoing.write(bytes.subarray(at));
    // Each token is a packet of its own, and other streams get their turn.
    await yieldNow();
  };
}
