// ask-model: one call of one model of a turn's chain, from the beginning or from where the text is.
// The provider's package is called without streamText, whose dozen of streams cost more than all
// else of a turn, for tools and steps that no character has.
import type { FinishReason, UIMessageChunk } from 'ai';
import type { ChainLink, TurnContext } from '../../../shared/contracts/chat.ts';
import { env } from '../_shared/env.ts';
import { languageModel, type ModelPart, type Prompt } from '../_shared/language-model.ts';
import type { UsedTokens } from '../_shared/reported-usage.ts';
import { requireEnding } from '../_shared/require-ending.ts';
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

export interface Ending {
  finishReason: FinishReason;
  usage: UsedTokens;
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
  try {
    const { stream } = await model.doStream({
      prompt: [...instructions(turn), ...messages, ...continuation(link, text)],
      temperature: turn.temperature,
      maxOutputTokens: Math.max(1, link.max_output_tokens - tokensOf(text)),
      abortSignal,
    });
    return await hear(stream, take);
  } catch (thrown) {
    throw abortSignal.aborted ? abortSignal.reason : thrown;
  } finally {
    silence.stop();
  }
}

async function hear(stream: ReadableStream<ModelPart>, take: ModelCall['take']): Promise<Ending> {
  let failure: unknown;
  let finish: Extract<ModelPart, { type: 'finish' }> | undefined;
  await take({ type: 'start-step' });
  for await (const part of stream) {
    if (part.type === 'error') failure ??= part.error;
    if (part.type === 'finish') finish = part;
    if (isShown(part)) await take(part);
  }
  await take({ type: 'finish-step' });
  if (failure !== undefined) throw failure;
  const { inputTokens, outputTokens } = finish?.usage ?? {};
  return {
    finishReason: requireEnding(finish?.finishReason.unified, finish?.finishReason.raw),
    usage: {
      inputTokens: inputTokens?.total,
      outputTokens: outputTokens?.total,
      inputTokenDetails: {
        cacheReadTokens: inputTokens?.cacheRead,
        cacheWriteTokens: inputTokens?.cacheWrite,
      },
    },
  };
}

type ShownPart = Extract<
  ModelPart,
  { type: `${'text' | 'reasoning'}-${'start' | 'delta' | 'end'}` }
>;

/** Words and thoughts; not what a model was not asked for and nobody moderates, such as files. */
function isShown(part: ModelPart): part is ShownPart {
  switch (part.type) {
    case 'text-delta':
    case 'reasoning-delta':
      return part.delta !== '' || part.providerMetadata !== undefined;
    case 'text-start':
    case 'text-end':
    case 'reasoning-start':
    case 'reasoning-end':
      return true;
    default:
      return false;
  }
}

function instructions({ system_prompt }: TurnContext): Prompt {
  return system_prompt ? [{ role: 'system', content: system_prompt }] : [];
}

function continuation({ continues_by }: ChainLink, text: string): Prompt {
  if (text === '') return [];
  const said = continues_by === 'prefill' ? text.trimEnd() : text;
  const begun: Prompt = [{ role: 'assistant', content: [{ type: 'text', text: said }] }];
  if (continues_by === 'prefill') return begun;
  return [...begun, { role: 'user', content: [{ type: 'text', text: WISH_TO_GO_ON }] }];
}

/** As settlements count text that no provider has counted: four bytes each. */
function tokensOf(text: string): number {
  return Math.ceil(new TextEncoder().encode(text).length / 4);
}
