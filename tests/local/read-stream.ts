// read-stream: what the AI SDK makes of a model's answer, streamed.
import { type LanguageModel, streamText, type TextStreamPart, type ToolSet } from 'ai';

/** All parts of an answer; `error` is what broke it, `finish` how the provider ended it. */
export async function readStream(model: LanguageModel, prompt: string, options: object = {}) {
  const parts: TextStreamPart<ToolSet>[] = [];
  const result = streamText({ model, prompt, onError: () => undefined, ...options });
  let thrown: unknown;
  try {
    for await (const part of result.stream) parts.push(part);
  } catch (error) {
    thrown = error;
  }
  const textOf = (type: 'text-delta' | 'reasoning-delta') =>
    parts.flatMap((it) => (it.type === type ? [it.text] : [])).join('');
  return {
    parts,
    text: textOf('text-delta'),
    reasoning: textOf('reasoning-delta'),
    finish: parts.find((it) => it.type === 'finish'),
    error: thrown ?? parts.find((it) => it.type === 'error')?.error,
  };
}
