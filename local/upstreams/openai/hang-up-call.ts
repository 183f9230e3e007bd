// hang-up-call: POST /v1/realtime/calls/ID/hangup. A call that is over is not known any more. The
// directives hangup_status, hangup_times and hangup_gate in the call's instructions are obeyed.
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';
import { closed, type UpstreamContext, type UpstreamState } from '../shared/exchange.ts';
import { readDirectives } from '../shared/read-directives.ts';
import { OpenaiError, openaiRefusals } from './openai-error.ts';

export async function hangUpCall(
  context: UpstreamContext,
  state: UpstreamState,
): Promise<Response> {
  const call = state.calls.get(context.req.param('id') ?? 'none');
  if (!call?.isOpen)
    throw new OpenaiError(404, 'No call with this id.', { code: 'call_id_not_found' });
  const { directives } = readDirectives(call.instructions, openaiRefusals);
  const { hangup_status, hangup_times = Infinity, hangup_gate } = directives;
  if (hangup_gate) await Promise.race([state.gates.pass(hangup_gate), closed(context)]);
  if (context.env.outgoing.destroyed) return RESPONSE_ALREADY_SENT;
  if (hangup_status && call.refusals < hangup_times) {
    call.refusals += 1;
    throw openaiRefusals.sample(hangup_status, undefined, {});
  }
  call.isOpen = false;
  return context.body(null, 200);
}
