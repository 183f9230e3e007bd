// create-message: POST /v1/messages, as JSON or streamed.
import { randomBytes } from 'node:crypto';
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';
import { passesWhole } from '../shared/break-off.ts';
import { type ChosenAnswer, chooseAnswer } from '../shared/choose-answer.ts';
import { type ChosenTool, chooseTool } from '../shared/choose-tool.ts';
import { lastQuestion } from '../shared/compose-answer.ts';
import type { UpstreamContext, UpstreamState } from '../shared/exchange.ts';
import { failEarly } from '../shared/fail-early.ts';
import { splitTokens } from '../shared/split-tokens.ts';
import { anthropicRefusals } from './anthropic-error.ts';
import { readMessageRequest } from './message-request.ts';
import { streamMessage } from './stream-message.ts';

/** What proves to Anthropic, on the way back, that thoughts are its own. */
export const SIGNATURE = 'c3RhbmQtaW4=';

const stopReasons = {
  stop: 'end_turn',
  length: 'max_tokens',
  content_filter: 'refusal',
  tool: 'tool_use',
} as const;

export interface Message {
  id: string;
  model: string;
  answer: ChosenAnswer;
  toolUse: (ChosenTool & { id: string }) | undefined;
  stopReason: (typeof stopReasons)[keyof typeof stopReasons];
  inputUsage: InputUsage;
  outputUsage: {
    output_tokens: number;
    output_tokens_details: { thinking_tokens: number };
  };
}

/** `input_tokens` are those that the cache had no part in. */
export interface InputUsage {
  input_tokens: number;
  cache_creation_input_tokens: number;
  cache_read_input_tokens: number;
}

export async function createMessage(
  context: UpstreamContext,
  state: UpstreamState,
): Promise<Response> {
  const request = await readMessageRequest(context.get('body'));
  const { said, messages: echo, promptTokens, max_tokens: maxTokens, model } = request;
  const wishes = await failEarly(context, state, lastQuestion(said), anthropicRefusals);
  if (!wishes) return RESPONSE_ALREADY_SENT;
  const chosen = chooseTool(
    said,
    (request.tools ?? []).map(({ name }) => name),
    wishes,
  );
  const refused = wishes.blocked && { finish: 'content_filter' as const, tokens: 0 };
  const question = { messages: said, echo, promptTokens, maxTokens };
  const spoken = chooseAnswer(question, { ...wishes, ...refused });
  const answer = chosen ? { ...spoken, tokens: [] } : spoken;
  const { cachedTokens, cacheWrittenTokens, reasoning, tokens } = answer;
  const called = splitTokens(chosen?.arguments ?? '').length;
  const message: Message = {
    id: `msg_${randomBytes(12).toString('hex')}`,
    model,
    answer,
    toolUse: chosen && { id: `toolu_${randomBytes(12).toString('hex')}`, ...chosen },
    stopReason: stopReasons[chosen ? 'tool' : answer.finish],
    inputUsage: {
      input_tokens: promptTokens - cachedTokens - cacheWrittenTokens,
      cache_creation_input_tokens: cacheWrittenTokens,
      cache_read_input_tokens: cachedTokens,
    },
    outputUsage: {
      output_tokens: tokens.length + reasoning.length + called,
      output_tokens_details: { thinking_tokens: reasoning.length },
    },
  };
  if (request.stream) {
    await streamMessage(context, state, message, wishes);
    return RESPONSE_ALREADY_SENT;
  }
  return (await passesWhole(context, state, wishes, anthropicRefusals))
    ? context.json(asJson(message))
    : RESPONSE_ALREADY_SENT;
}

function asJson({ id, model, answer, toolUse, stopReason, inputUsage, outputUsage }: Message) {
  const thinking = answer.reasoning.join('');
  const text = answer.tokens.join('');
  return {
    id,
    type: 'message',
    role: 'assistant',
    model,
    content: [
      ...(thinking ? [{ type: 'thinking', thinking, signature: SIGNATURE }] : []),
      ...(text ? [{ type: 'text', text }] : []),
      ...(toolUse ? [{ ...asToolUse(toolUse), input: JSON.parse(toolUse.arguments) }] : []),
    ],
    stop_reason: stopReason,
    stop_sequence: null,
    usage: { ...inputUsage, ...outputUsage },
  };
}

/** The block of a call, whose input follows when it is streamed. */
export function asToolUse({ id, name }: NonNullable<Message['toolUse']>) {
  return { type: 'tool_use', id, name, input: {} };
}
