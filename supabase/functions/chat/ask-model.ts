// ask-model: one call of one model of a turn's chain, from the beginning or from where the text is.
import { type ModelMessage, streamText, toUIMessageStream, type UIMessageChunk } from 'ai';
import type { ChainLink, TurnContext } from '../../../shared/contracts/chat.ts';
import { env } from '../_shared/env.ts';
import { languageModel } from '../_shared/language-model.ts';
import { type Ending, readEnding } from '../_shared/read-ending.ts';
import { createSilenceTimer } from '../_shared/silence-timer.ts';
import { showPictures } from './show-pictures.ts';

const WISH_TO_GO_ON =
  'Go on exactly where your last message ends, without repeating or commenting any of it. If it ' +
  'ends within a word, finish that word first.';

export interface ModelCall {
  link: ChainLink;
  /** What there is of the answer; the model goes on with it. */
  text: string;
  signal: AbortSignal;
  take(chunk: UIMessageChunk): Promise<void>;
}

/** How the answer ended; throws whatever kept it from its end. */
export async function askModel(
  turn: TurnContext,
  { link, text, signal, take }: ModelCall,
): Promise<Ending> {
  const messages = await showPictures(turn, link);
  // Its package is loaded when it is first asked: that is no silence of the provider's.
  const model = await languageModel(link.provider, link.model, () => silence.reset());
  const silence = createSilenceTimer(env.PROVIDER_TIMEOUT_MS);
  const abortSignal = AbortSignal.any([signal, silence.signal]);
  let failure: unknown;
  try {
    const result = streamText({
      model,
      ...(turn.system_prompt ? { instructions: turn.system_prompt } : {}),
      messages: [...messages, ...continuation(link, text)],
      temperature: turn.temperature,
      maxOutputTokens: Math.max(1, link.max_output_tokens - tokensOf(text)),
      maxRetries: 0, // The chain tries again, and elsewhere.
      abortSignal,
      onError: () => undefined, // The default prints the provider's answer; we log it.
    });
    const chunks = toUIMessageStream({
      stream: result.stream,
      sendStart: false,
      sendFinish: false,
      onError(error) {
        failure ??= error;
        return '';
      },
    });
    for await (const chunk of chunks) {
      if (chunk.type === 'abort')
        failure ??= abortSignal.reason ?? new Error(`aborted: ${chunk.reason}`);
      // Told once, at the end, with the receipt. Custom parts break clients of older majors.
      if (chunk.type === 'error' || chunk.type === 'abort' || chunk.type === 'custom') continue;
      await take(chunk);
    }
    if (failure !== undefined) throw failure;
    return await readEnding(result);
  } finally {
    silence.stop();
  }
}

function continuation({ continues_by }: ChainLink, text: string): ModelMessage[] {
  if (text === '') return [];
  if (continues_by === 'prefill') return [{ role: 'assistant', content: text.trimEnd() }];
  return [
    { role: 'assistant', content: text },
    { role: 'user', content: WISH_TO_GO_ON },
  ];
}

/** As settlements count text that no provider has counted: four bytes each. */
function tokensOf(text: string): number {
  return Math.ceil(new TextEncoder().encode(text).length / 4);
}
