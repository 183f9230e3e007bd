// faults: what goes wrong in the stand-in of PayPal, at which step, and how often.
import { z } from 'zod';
import { closed, cut, type UpstreamContext, type UpstreamState } from '../shared/exchange.ts';
import { paypalRefusals } from './paypal-error.ts';

/** `created` is after the batch was made and before the answer: what is paid twice elsewhere. */
export const fault = z.object({
  at: z.enum(['token', 'create', 'created', 'batch', 'item', 'verify']),
  status: z.int().min(400).max(599).optional(),
  /** The name of the error, where a status has several. */
  name: z.string().optional(),
  /** The connection breaks. */
  drop: z.boolean().optional(),
  /** No answer, until the caller gives up. */
  silent: z.boolean().optional(),
  /** Waits until the gate is opened, then goes on. */
  gate: z.string().optional(),
  times: z.int().min(1).default(1),
});
export type Fault = z.infer<typeof fault>;

/** Lets the next fault of a step happen; whether there is somebody left to answer. */
export async function passes(
  context: UpstreamContext,
  state: UpstreamState,
  faults: Fault[],
  step: Fault['at'],
): Promise<boolean> {
  const next = faults.find(({ at, times }) => at === step && times > 0);
  if (!next) return true;
  next.times -= 1;
  if (next.gate) await Promise.race([state.gates.pass(next.gate), closed(context)]);
  if (next.silent) await closed(context);
  if (next.drop) cut(context);
  if (next.status) throw paypalRefusals.sample(next.status, next.name, {});
  return !context.env.outgoing.destroyed;
}
