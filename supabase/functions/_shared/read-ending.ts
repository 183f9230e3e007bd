// read-ending: whether a model's answer came to its end, and what it used.
import type { FinishReason, LanguageModelUsage, StreamTextResult, ToolSet } from 'ai';

type Result = Pick<
  // biome-ignore lint/suspicious/noExplicitAny: whatever contexts and outputs it has.
  StreamTextResult<ToolSet, any, any>,
  'finishReason' | 'rawFinishReason' | 'usage'
>;

export interface Ending {
  finishReason: FinishReason;
  usage: LanguageModelUsage;
}

/** A stream that ends without the provider's own reason was cut, even if it closed politely. */
export async function readEnding(result: Result): Promise<Ending> {
  const [finishReason, rawFinishReason] = [await result.finishReason, await result.rawFinishReason];
  if (!rawFinishReason) throw new Error('The stream ended without a finish reason.');
  if (finishReason === 'error' || rawFinishReason === 'error')
    throw new Error('The provider ended the stream by an error.');
  return { finishReason, usage: await result.usage };
}
