// reported-usage: what is known of a call to a model, as settlements take it.
import { storableCount } from './storable.ts';

/** The counts of the AI SDK's usage that are settled; undefined where the provider is silent. */
export interface UsedTokens {
  inputTokens: number | undefined;
  outputTokens: number | undefined;
  inputTokenDetails: Record<'cacheReadTokens' | 'cacheWriteTokens', number | undefined>;
}

export interface MeasuredCall {
  usage?: UsedTokens;
  /** Of this process, in ms: when the model was asked, spoke first, and had ended. */
  startedAt: number;
  firstTokenAt?: number;
  endedAt?: number;
}

/** The `p_usage` of a settlement. Without a count in it the provider did not say. */
export function reportedUsage({ usage, startedAt, firstTokenAt, endedAt }: MeasuredCall) {
  const { cacheReadTokens, cacheWriteTokens } = usage?.inputTokenDetails ?? {};
  return {
    input_tokens: storableCount(usage?.inputTokens),
    cached_input_tokens: storableCount(cacheReadTokens),
    cache_write_tokens: storableCount(cacheWriteTokens),
    output_tokens: storableCount(usage?.outputTokens),
    first_token_ms: firstTokenAt && Math.round(firstTokenAt - startedAt),
    latency_ms: endedAt && Math.round(endedAt - startedAt),
  };
}
