// stream-chat: one completion as server-sent events, with the faults that happen on the way.
//   role -> reasoning -> tokens | tool call -> finish -> usage (as the dialect has it) -> [DONE]
import { setTimeout as sleep } from 'node:timers/promises';
import { breaksOff } from '../shared/break-off.ts';
import type { UpstreamContext, UpstreamState } from '../shared/exchange.ts';
import type { Directives } from '../shared/read-directives.ts';
import { openStream } from '../shared/stream-events.ts';
import type { Completion } from './complete-chat.ts';
import { asToolCall } from './complete-chat.ts';
import type { Dialect } from './dialect.ts';
import { openaiRefusals } from './openai-error.ts';

type Choice = { delta: Record<string, unknown>; finish_reason?: string };

export interface ChatStream {
  completion: Completion;
  wishes: Directives;
  /** Whether usage was asked for, and is not to be left out. */
  includeUsage: boolean;
  dialect: Dialect;
}

/** Writes the whole stream, or what a fault leaves of it; returns when the connection is done. */
export async function streamChat(
  context: UpstreamContext,
  state: UpstreamState,
  stream: ChatStream,
): Promise<void> {
  const { completion, wishes, includeUsage, dialect } = stream;
  const { outgoing } = context.env;
  const { tokens, reasoning, toolCall, finishReason, usage } = completion;
  const pace = wishes.tokens_per_second ?? state.tokensPerSecond;
  const write = openStream(context, wishes);
  const send = (choice: Choice, more: object = {}) =>
    write(JSON.stringify({ ...asChunk(stream, choice), ...more }));
  const writeError = ({ body }: { body: object }) => write(JSON.stringify(body));

  await send({ delta: { role: 'assistant', content: '', refusal: null } });
  for (const token of reasoning) await send({ delta: { [dialect.reasoningField]: token } });
  for (const [sent, token] of [...tokens, undefined].entries()) {
    const isLast = token === undefined;
    const place = { sent, isLast, write, writeError, refusals: openaiRefusals };
    if (await breaksOff(context, state, wishes, place)) return;
    if (isLast) break;
    if (pace) await sleep(1000 / pace);
    await send({ delta: { content: token } });
    if (outgoing.destroyed) return;
  }
  if (toolCall) await sendToolCall(send, toolCall);
  const groq = dialect.usage === 'x_groq' && { x_groq: wishes.no_usage ? {} : { usage } };
  await send({ delta: {}, finish_reason: finishReason }, groq || {});
  if (includeUsage && dialect.usage === 'asked')
    await write(JSON.stringify({ ...asChunk(stream, { delta: {} }), choices: [], usage }));
  await write('[DONE]');
  outgoing.end();
}

async function sendToolCall(
  send: (choice: Choice) => Promise<void>,
  toolCall: NonNullable<Completion['toolCall']>,
): Promise<void> {
  const { function: named, ...call } = asToolCall(toolCall);
  const opening = { index: 0, ...call, function: { ...named, arguments: '' } };
  await send({ delta: { tool_calls: [opening] } });
  for (const piece of toolCall.arguments.match(/.{1,6}/gs) ?? [])
    await send({ delta: { tool_calls: [{ index: 0, function: { arguments: piece } }] } });
}

function asChunk({ completion, includeUsage, dialect }: ChatStream, choice: Choice) {
  const { id, created, model, usage } = completion;
  return {
    id,
    object: 'chat.completion.chunk',
    created,
    model,
    service_tier: 'default',
    system_fingerprint: null,
    choices: [{ index: 0, logprobs: null, finish_reason: null, ...choice }],
    ...(includeUsage && dialect.usage === 'asked' && { usage: null }),
    ...(includeUsage && dialect.usage === 'every' && { usage }),
  };
}
