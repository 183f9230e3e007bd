// stream-message: one message as server-sent events, with the faults that happen on the way.
//   message_start -> ping -> thinking -> text | tool use -> message_delta -> message_stop
import { setTimeout as sleep } from 'node:timers/promises';
import { breaksOff } from '../shared/break-off.ts';
import type { UpstreamContext, UpstreamState } from '../shared/exchange.ts';
import type { Directives } from '../shared/read-directives.ts';
import { openStream } from '../shared/stream-events.ts';
import { anthropicRefusals } from './anthropic-error.ts';
import { asToolUse, type Message, SIGNATURE } from './create-message.ts';

/** Writes the whole stream, or what a fault leaves of it; returns when the connection is done. */
export async function streamMessage(
  context: UpstreamContext,
  state: UpstreamState,
  message: Message,
  wishes: Directives,
): Promise<void> {
  const { outgoing } = context.env;
  const { answer, toolUse, stopReason, inputUsage, outputUsage } = message;
  const pace = wishes.tokens_per_second ?? state.tokensPerSecond;
  const write = openStream(context, wishes);
  const send = (event: { type: string }) => write(JSON.stringify(event), event.type);
  const writeError = ({ body }: { body: object }) => send(body as { type: string });

  // An overload comes before everything else, in a stream that is a 200 already.
  if (wishes.error_after !== 0) await send(opening(message));
  if (wishes.error_after !== 0) await send({ type: 'ping' });
  const index = answer.reasoning.length > 0 ? 1 : 0;
  if (index > 0) await sendThoughts(send, answer.reasoning);
  for (const [sent, token] of [...answer.tokens, undefined].entries()) {
    const isLast = token === undefined;
    const place = { sent, isLast, write, writeError, refusals: anthropicRefusals };
    if (await breaksOff(context, state, wishes, place)) return;
    if (isLast) break;
    if (pace) await sleep(1000 / pace);
    const content_block = { type: 'text', text: '' };
    if (sent === 0) await send(asBlock('start', index, { content_block }));
    await send(asBlock('delta', index, { delta: { type: 'text_delta', text: token } }));
    if (outgoing.destroyed) return;
  }
  if (answer.tokens.length > 0) await send(asBlock('stop', index));
  if (toolUse) await sendToolUse(send, index, toolUse);
  const delta = { stop_reason: stopReason, stop_sequence: null };
  const ending = { type: 'message_delta', delta, usage: { ...inputUsage, ...outputUsage } };
  await send(ending);
  await send({ type: 'message_stop' });
  outgoing.end();
}

function opening({ id, model, inputUsage }: Message) {
  const message = {
    id,
    type: 'message',
    role: 'assistant',
    model,
    content: [],
    stop_reason: null,
    stop_sequence: null,
    usage: { ...inputUsage, output_tokens: 1 },
  };
  return { type: 'message_start', message };
}

async function sendThoughts(
  send: (event: { type: string }) => Promise<void>,
  reasoning: string[],
): Promise<void> {
  const content_block = { type: 'thinking', thinking: '', signature: '' };
  await send(asBlock('start', 0, { content_block }));
  for (const thinking of reasoning)
    await send(asBlock('delta', 0, { delta: { type: 'thinking_delta', thinking } }));
  const delta = { type: 'signature_delta', signature: SIGNATURE };
  await send(asBlock('delta', 0, { delta }));
  await send(asBlock('stop', 0));
}

async function sendToolUse(
  send: (event: { type: string }) => Promise<void>,
  index: number,
  toolUse: NonNullable<Message['toolUse']>,
): Promise<void> {
  await send(asBlock('start', index, { content_block: asToolUse(toolUse) }));
  for (const partial_json of toolUse.arguments.match(/.{1,6}/gs) ?? [])
    await send(asBlock('delta', index, { delta: { type: 'input_json_delta', partial_json } }));
  await send(asBlock('stop', index));
}

function asBlock(what: 'start' | 'delta' | 'stop', index: number, more: object = {}) {
  return { type: `content_block_${what}`, index, ...more };
}
