// stream-chat: one completion as server-sent events, with the faults that happen on the way.
//   role -> reasoning -> tokens | tool call -> finish -> usage (when asked for) -> [DONE]

import type { ServerResponse } from 'node:http';
import { setTimeout as sleep, setImmediate as yieldNow } from 'node:timers/promises';
import type { Completion } from './complete-chat.ts';
import { asToolCall } from './complete-chat.ts';
import { closed, cut, type OpenaiContext, type OpenaiState } from './exchange.ts';
import { sampleError } from './openai-error.ts';
import type { Directives } from './read-directives.ts';

type Choice = { delta: Record<string, unknown>; finish_reason?: string };

/** Between the halves of a split letter: long enough for them to arrive apart. */
const SPLIT_PAUSE_MS = 2;

/** Writes the whole stream, or what a fault leaves of it; returns when the connection is done. */
export async function streamChat(
  context: OpenaiContext,
  state: OpenaiState,
  completion: Completion,
  wishes: Directives,
  includeUsage: boolean,
): Promise<void> {
  const { outgoing } = context.env;
  const write = createWriter(outgoing, wishes);
  const send = (choice: Choice) => write(JSON.stringify(asChunk(completion, choice, includeUsage)));
  const { tokens, reasoning, toolCall, finishReason } = completion;
  const pace = wishes.tokens_per_second ?? state.tokensPerSecond;

  outgoing.writeHead(200, {
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-cache',
    'x-request-id': context.get('entry').id,
    // An error before any word makes the AI SDK try again: not after seconds, in tests.
    ...(wishes.error_after === 0 && { 'retry-after-ms': '10' }),
  });
  await send({ delta: { role: 'assistant', content: '', refusal: null } });
  for (const token of reasoning) await send({ delta: { reasoning_content: token } });
  for (const [sent, token] of [...tokens, undefined].entries()) {
    const isLast = token === undefined;
    if (await breaksOff(context, state, wishes, { sent, isLast, write })) return;
    if (isLast) break;
    if (pace) await sleep(1000 / pace);
    await send({ delta: { content: token } });
    if (outgoing.destroyed) return;
  }
  if (toolCall) await sendToolCall(send, toolCall);
  await send({ delta: {}, finish_reason: finishReason });
  if (includeUsage) await write(JSON.stringify(usageChunk(completion)));
  await write('[DONE]');
  outgoing.end();
}

interface Place {
  /** Tokens sent so far. */
  sent: number;
  /** A fault placed after the last token happens there. */
  isLast: boolean;
  write(data: string): Promise<void>;
}

/** Whether the stream has come to its end here. */
async function breaksOff(
  context: OpenaiContext,
  { gates }: OpenaiState,
  wishes: Directives,
  { sent, isLast, write }: Place,
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
  if (hasError) await write(JSON.stringify(sampleError(500, wishes.code, {}).body));
  if (hasError || isHere(wishes.end_after)) outgoing.end();
  return outgoing.writableEnded;
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

function asChunk({ id, created, model }: Completion, choice: Choice, includeUsage: boolean) {
  return {
    id,
    object: 'chat.completion.chunk',
    created,
    model,
    service_tier: 'default',
    system_fingerprint: null,
    choices: [{ index: 0, logprobs: null, finish_reason: null, ...choice }],
    ...(includeUsage && { usage: null }),
  };
}

function usageChunk(completion: Completion) {
  return { ...asChunk(completion, { delta: {} }, true), choices: [], usage: completion.usage };
}

function createWriter(
  outgoing: ServerResponse,
  { crlf, keepalive, split_utf8 }: Directives,
): (data: string) => Promise<void> {
  const end = crlf ? '\r\n\r\n' : '\n\n';
  return async (data) => {
    const bytes = Buffer.from(`${keepalive ? `: keep-alive${end}` : ''}data: ${data}${end}`);
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
