// completion-form: answers in the form of OpenAI's chat completions, with our receipt beside it.
import type { FinishReason, LanguageModelUsage } from 'ai';
import type {
  ActionReceipt,
  BegunCompletion,
  CompletionRequest,
} from '../../../shared/contracts/completions.ts';
import type { Delta } from './read-deltas.ts';

/** What all chunks of an answer, or the whole one, begin with. */
export function createHeading(request: CompletionRequest, begun: BegunCompletion) {
  return {
    id: `chatcmpl-${begun.action_id}`,
    created: Math.floor(Date.now() / 1000),
    model: request.model,
  };
}
export type Heading = ReturnType<typeof createHeading>;

const finishReasons: Record<FinishReason, string> = {
  stop: 'stop',
  length: 'length',
  'content-filter': 'content_filter',
  'tool-calls': 'tool_calls',
  interrupted: 'stop',
  error: 'stop',
  other: 'stop',
};

/** OpenAI's word for why an answer ended. */
export function finishReasonOf(reason: FinishReason | undefined): string {
  return finishReasons[reason ?? 'other'];
}

/** Tokens as the provider counts them; null when it does not say. */
export function usageOf(usage: LanguageModelUsage | undefined) {
  if (usage?.inputTokens === undefined || usage.outputTokens === undefined) return null;
  const { inputTokens, outputTokens, inputTokenDetails, outputTokenDetails } = usage;
  return {
    prompt_tokens: inputTokens,
    completion_tokens: outputTokens,
    total_tokens: inputTokens + outputTokens,
    prompt_tokens_details: { cached_tokens: inputTokenDetails.cacheReadTokens ?? 0 },
    completion_tokens_details: { reasoning_tokens: outputTokenDetails.reasoningTokens ?? 0 },
  };
}

/** A part of a streamed answer. */
export function chunkOf(
  heading: Heading,
  delta: Delta & { role?: 'assistant' },
  ending?: { finish_reason: string; receipt: ActionReceipt },
) {
  const { finish_reason = null, ...more } = ending ?? {};
  const choice = { index: 0, delta, logprobs: null, finish_reason };
  return { ...heading, object: 'chat.completion.chunk', choices: [choice], ...more };
}

/** The message that deltas come to. */
export function messageOf(deltas: readonly Delta[]) {
  const content = deltas.map((delta) => delta.content ?? '').join('');
  const thoughts = deltas.map((delta) => delta.reasoning_content ?? '').join('');
  const calls: { id: string; type: 'function'; function: { name: string; arguments: string } }[] =
    [];
  for (const { index, id, function: said } of deltas.flatMap((each) => each.tool_calls ?? [])) {
    const call = calls[index];
    if (call) call.function.arguments += said.arguments;
    else if (id) {
      const { name = '', arguments: text } = said;
      calls[index] = { id, type: 'function', function: { name, arguments: text } };
    }
  }
  return {
    role: 'assistant',
    content: content === '' && calls.length > 0 ? null : content,
    refusal: null,
    ...(thoughts ? { reasoning_content: thoughts } : {}),
    ...(calls.length > 0 ? { tool_calls: calls } : {}),
  };
}
