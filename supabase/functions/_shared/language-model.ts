// language-model: a model id as an AI SDK model of the provider that serves it.
import { createOpenAI } from '@ai-sdk/openai';
import type { LanguageModel } from 'ai';
import { AppError } from '../../../shared/errors.ts';
import { env } from './env.ts';

/** Who serves the models, as model prices and usage name it. */
export const PROVIDER = 'openai';

/** Throws `provider_not_configured` when no provider could answer, before anything is charged. */
export function requireProvider(): string {
  if (!env.OPENAI_API_KEY) throw new AppError('provider_not_configured');
  return env.OPENAI_API_KEY;
}

/**
 * The model, ready to stream; `onBytes` hears of whatever the provider sends, also of what the SDK
 * drops. Chat Completions, because every compatible server speaks it.
 */
export function languageModel(modelId: string, onBytes: () => void): LanguageModel {
  const provider = createOpenAI({
    apiKey: requireProvider(),
    baseURL: env.OPENAI_BASE_URL,
    async fetch(input, init) {
      const answer = await fetch(input, init);
      return new Response(answer.body?.pipeThrough(listen(onBytes)) ?? null, answer);
    },
  });
  return provider.chat(modelId);
}

function listen(onBytes: () => void): TransformStream<Uint8Array, Uint8Array> {
  return new TransformStream({
    transform(bytes, controller) {
      onBytes();
      controller.enqueue(bytes);
    },
  });
}
