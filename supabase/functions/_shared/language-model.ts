// language-model: a model id as an AI SDK model of the provider that serves it.
import { createOpenAI } from '@ai-sdk/openai';
import type { LanguageModel } from 'ai';
import { AppError } from '../../../shared/errors.ts';
import { env } from './env.ts';

/** Throws `provider_not_configured` when no provider could answer, before anything is charged. */
export function requireProvider(): string {
  if (!env.OPENAI_API_KEY) throw new AppError('provider_not_configured');
  return env.OPENAI_API_KEY;
}

/** The model, ready to stream. Chat Completions, because every compatible server speaks it. */
export function languageModel(modelId: string): LanguageModel {
  return createOpenAI({ apiKey: requireProvider(), baseURL: env.OPENAI_BASE_URL }).chat(modelId);
}
