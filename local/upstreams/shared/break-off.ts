// break-off: the faults that come in mid-answer, after so many tokens or instead of the whole.
import { closed, cut, type UpstreamContext, type UpstreamState } from './exchange.ts';
import type { Directives } from './read-directives.ts';
import type { WriteEvent } from './stream-events.ts';
import type { Refusals, UpstreamError } from './upstream-error.ts';

/** What a proxy in between may put into a stream. */
const NONSENSE = '<html><body>502 Bad Gateway</body></html>';

export interface Place {
  /** Tokens sent so far. */
  sent: number;
  /** A fault placed after the last token happens there. */
  isLast: boolean;
  write: WriteEvent;
  /** Writes the error as an event of the stream. */
  writeError(error: UpstreamError): Promise<void>;
  refusals: Refusals;
}

/** Waits at a gate that is here; whether the stream has come to its end here. */
export async function breaksOff(
  context: UpstreamContext,
  { gates }: UpstreamState,
  wishes: Directives,
  { sent, isLast, write, writeError, refusals }: Place,
): Promise<boolean> {
  const { outgoing } = context.env;
  const isHere = (at: number | undefined) =>
    at !== undefined && (at === sent || (isLast && at > sent));
  if (wishes.gate && isHere(wishes.after ?? 0))
    await Promise.race([gates.pass(wishes.gate), closed(context)]);
  if (isHere(wishes.stall_after)) await closed(context);
  if (outgoing.destroyed) return true;
  if (isHere(wishes.cut_after)) {
    cut(context);
    return true;
  }
  const hasError = isHere(wishes.error_after);
  if (hasError) await writeError(refusals.sample(500, wishes.code, {}));
  const isNonsense = isHere(wishes.nonsense_after);
  if (isNonsense) await write(NONSENSE);
  if (hasError || isNonsense || isHere(wishes.end_after)) outgoing.end();
  return outgoing.writableEnded;
}

/** The same faults for an answer in one piece; false when there is nobody left to answer. */
export async function passesWhole(
  context: UpstreamContext,
  { gates }: UpstreamState,
  wishes: Directives,
  refusals: Refusals,
): Promise<boolean> {
  if (wishes.gate) await Promise.race([gates.pass(wishes.gate), closed(context)]);
  if (wishes.stall_after !== undefined) await closed(context);
  if (wishes.cut_after !== undefined || wishes.end_after !== undefined) cut(context);
  if (wishes.error_after !== undefined) throw refusals.sample(500, undefined, {});
  return !context.env.outgoing.destroyed;
}
