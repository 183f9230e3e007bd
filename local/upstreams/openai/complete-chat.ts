// complete-chat: POST /v1/chat/completions, as JSON or streamed.
import { randomBytes } from 'node:crypto';
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';
import { type ChatRequest, readChatRequest } from './chat-request.ts';
import { composeAnswer, lastQuestion } from './compose-answer.ts';
import { closed, cut, type OpenaiContext, type OpenaiState } from './exchange.ts';
import { failEarly } from './fail-early.ts';
import { sampleError } from './openai-error.ts';
import type { Directives } from './read-directives.ts';
import { splitTokens } from './split-tokens.ts';
import { streamChat } from './stream-chat.ts';

/** What no database keeps as text: a NUL, and half a surrogate pair. */
const GARBAGE = 'a\u0000b\ud800c';

export interface Completion {
  id: string;
  created: number;
  model: string;
  /** The answer's tokens; joined they are its text. */
  tokens: string[];
  reasoning: string[];
  toolCall: { id: string; name: string; arguments: string } | undefined;
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

export async function completeChat(context: OpenaiContext, state: OpenaiState): Promise<Response> {
  const request = readChatRequest(context.get('body'));
  const wishes = await failEarly(context, state, lastQuestion(request.messages));
  if (!wishes) return RESPONSE_ALREADY_SENT;
  const completion = complete(request, wishes);
  if (request.stream) {
    const includeUsage = Boolean(request.stream_options?.include_usage) && !wishes.no_usage;
    await streamChat(context, state, completion, wishes, includeUsage);
    return RESPONSE_ALREADY_SENT;
  }
  if (wishes.gate) await Promise.race([state.gates.pass(wishes.gate), closed(context)]);
  if (wishes.stall_after !== undefined) await closed(context);
  if (wishes.cut_after !== undefined || wishes.end_after !== undefined) cut(context);
  if (wishes.error_after !== undefined) throw sampleError(500, undefined, {});
  return context.env.outgoing.destroyed
    ? RESPONSE_ALREADY_SENT
    : context.json(asJson(completion, wishes));
}

function complete(request: ChatRequest, wishes: Directives): Completion {
  const toolCall = chooseTool(request, wishes);
  const { tokens, isCut } = chooseTokens(request, wishes, toolCall !== undefined);
  const reasoning = splitTokens(wishes.reasoning ?? '');
  const argumentTokens = splitTokens(toolCall?.arguments ?? '').length;
  const completionTokens = tokens.length + reasoning.length + argumentTokens;
  return {
    id: `chatcmpl-${randomBytes(14).toString('base64url')}`,
    created: Math.floor(Date.now() / 1000),
    model: request.model,
    tokens,
    reasoning,
    toolCall,
    finishReason: wishes.finish ?? (toolCall ? 'tool_calls' : isCut ? 'length' : 'stop'),
    usage: {
      prompt_tokens: request.promptTokens,
      completion_tokens: completionTokens,
      total_tokens: request.promptTokens + completionTokens,
      prompt_tokens_details: { cached_tokens: 0 },
      completion_tokens_details: { reasoning_tokens: reasoning.length },
    },
  };
}

/** `[[tool=NAME args={…}]]` calls that tool, once: with its result at hand the answer is text. */
function chooseTool({ tools, messages }: ChatRequest, wishes: Directives): Completion['toolCall'] {
  if (!wishes.tool || messages.at(-1)?.role === 'tool') return undefined;
  if (!tools?.some((tool) => tool.function.name === wishes.tool)) return undefined;
  const id = `call_${randomBytes(12).toString('base64url')}`;
  return { id, name: wishes.tool, arguments: wishes.args ?? '{}' };
}

function chooseTokens(
  { messages, maxTokens }: ChatRequest,
  wishes: Directives,
  hasToolCall: boolean,
): { tokens: string[]; isCut: boolean } {
  if (hasToolCall) return { tokens: [], isCut: false };
  const answer = wishes.echo_context ? JSON.stringify(messages) : composeAnswer(messages);
  const text = wishes.garbage ? `${answer} ${GARBAGE}` : answer;
  let tokens = splitTokens(text);
  if (wishes.tokens !== undefined) tokens = lengthen(tokens, wishes.tokens).slice(0, wishes.tokens);
  return { tokens: tokens.slice(0, maxTokens), isCut: tokens.length > maxTokens };
}

function lengthen(tokens: string[], count: number): string[] {
  const more = splitTokens(' And so it goes on, word by word, as you have asked.');
  const rounds = Math.ceil(Math.max(count - tokens.length, 0) / more.length);
  return tokens.concat(...Array.from({ length: rounds }, () => more));
}

function asJson(completion: Completion, wishes: Directives) {
  const { id, created, model, tokens, reasoning, toolCall, finishReason, usage } = completion;
  const message = {
    role: 'assistant',
    content: toolCall ? null : tokens.join(''),
    refusal: null,
    annotations: [],
    ...(reasoning.length > 0 && { reasoning_content: reasoning.join('') }),
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
