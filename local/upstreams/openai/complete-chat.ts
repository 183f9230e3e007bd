// complete-chat: POST /chat/completions, as JSON or streamed.
import { randomBytes } from 'node:crypto';
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';
import { passesWhole } from '../shared/break-off.ts';
import { type ChosenAnswer, chooseAnswer } from '../shared/choose-answer.ts';
import { type ChosenTool, chooseTool } from '../shared/choose-tool.ts';
import { lastQuestion } from '../shared/compose-answer.ts';
import type { UpstreamContext, UpstreamState } from '../shared/exchange.ts';
import { failEarly } from '../shared/fail-early.ts';
import type { Directives } from '../shared/read-directives.ts';
import { splitTokens } from '../shared/split-tokens.ts';
import { type ChatRequest, readChatRequest } from './chat-request.ts';
import type { Dialect } from './dialect.ts';
import { refusalsOf } from './openai-error.ts';
import { streamChat } from './stream-chat.ts';

export interface Completion {
  id: string;
  created: number;
  model: string;
  /** The answer's tokens; joined they are its text. */
  tokens: string[];
  reasoning: string[];
  toolCall: (ChosenTool & { id: string }) | undefined;
  finishReason: string;
  usage: Usage;
}

export interface Usage {
  prompt_tokens: number;
  completion_tokens: number;
  total_tokens: number;
  prompt_tokens_details: { cached_tokens: number };
  completion_tokens_details: { reasoning_tokens: number };
}

export async function completeChat(
  context: UpstreamContext,
  state: UpstreamState,
  dialect: Dialect,
): Promise<Response> {
  const request = await readChatRequest(context.get('body'), dialect);
  const question = lastQuestion(request.said);
  const refusals = refusalsOf(dialect);
  const wishes = await failEarly(context, state, question, refusals);
  if (!wishes) return RESPONSE_ALREADY_SENT;
  if (wishes.blocked) throw refusals.sample(400, 'content_policy_violation', {});
  const completion = complete(request, wishes);
  if (request.stream) {
    const includeUsage = Boolean(request.stream_options?.include_usage) && !wishes.no_usage;
    await streamChat(context, state, { completion, wishes, includeUsage, dialect });
    return RESPONSE_ALREADY_SENT;
  }
  return (await passesWhole(context, state, wishes, refusals))
    ? context.json(asJson(completion, wishes, dialect))
    : RESPONSE_ALREADY_SENT;
}

function complete(request: ChatRequest, wishes: Directives): Completion {
  const { messages, said, promptTokens, maxTokens, model } = request;
  const isJson = (request.response_format?.type ?? 'text') !== 'text';
  const names = (request.tools ?? []).map((tool) => tool.function.name);
  const chosen = chooseTool(said, names, wishes);
  const toolCall = chosen && { id: `call_${randomBytes(12).toString('base64url')}`, ...chosen };
  const question = { messages: said, echo: messages, promptTokens, maxTokens, isJson };
  const answer = chooseAnswer(question, wishes);
  const tokens = toolCall ? [] : answer.tokens;
  return {
    id: `chatcmpl-${randomBytes(14).toString('base64url')}`,
    created: Math.floor(Date.now() / 1000),
    model,
    tokens,
    reasoning: answer.reasoning,
    toolCall,
    finishReason: wishes.finish ?? (toolCall ? 'tool_calls' : answer.finish),
    usage: countUsage(promptTokens, tokens, answer, toolCall),
  };
}

function countUsage(
  promptTokens: number,
  tokens: string[],
  { reasoning, cachedTokens }: ChosenAnswer,
  toolCall: Completion['toolCall'],
): Usage {
  const argumentTokens = splitTokens(toolCall?.arguments ?? '').length;
  const completionTokens = tokens.length + reasoning.length + argumentTokens;
  return {
    prompt_tokens: promptTokens,
    completion_tokens: completionTokens,
    total_tokens: promptTokens + completionTokens,
    prompt_tokens_details: { cached_tokens: cachedTokens },
    completion_tokens_details: { reasoning_tokens: reasoning.length },
  };
}

function asJson(completion: Completion, wishes: Directives, { reasoningField }: Dialect) {
  const { id, created, model, tokens, reasoning, toolCall, finishReason, usage } = completion;
  const message = {
    role: 'assistant',
    content: toolCall ? null : tokens.join(''),
    refusal: null,
    annotations: [],
    ...(reasoning.length > 0 && { [reasoningField]: reasoning.join('') }),
    ...(toolCall && { tool_calls: [asToolCall(toolCall)] }),
  };
  return {
    id,
    object: 'chat.completion',
    created,
    model,
    choices: [{ index: 0, message, logprobs: null, finish_reason: finishReason }],
    ...(!wishes.no_usage && { usage }),
    service_tier: 'default',
    system_fingerprint: null,
  };
}

/** A call as it stands in a message. */
export function asToolCall({ id, name, arguments: text }: NonNullable<Completion['toolCall']>) {
  return { id, type: 'function', function: { name, arguments: text } };
}
