// language-model: a model of a provider as an AI SDK model, through the provider's own package.
// Only the package of the provider that is asked is loaded, when it is asked for the first time.
import type { LanguageModel } from 'ai';
import type { ProviderName } from '../../../shared/contracts/providers.ts';
import { heardFetch } from './heard-fetch.ts';
import { type ProviderAccess, requireProvider } from './providers.ts';

type Settings = ProviderAccess & { fetch: typeof fetch };
type Make = (settings: Settings, modelId: string) => Promise<ProviderModel>;

/** A model as the providers' packages make it, in the AI SDK's own interface. */
export type ProviderModel = Extract<LanguageModel, { specificationVersion: 'v4' }>;
/** What it is asked. */
export type Prompt = Parameters<ProviderModel['doStream']>[0]['prompt'];
type Streamed = Awaited<ReturnType<ProviderModel['doStream']>>['stream'];
/** What it streams. */
export type ModelPart = Streamed extends ReadableStream<infer Part> ? Part : never;

const makers: Record<ProviderName, Make> = {
  // Chat Completions: the Responses API, the package's default, keeps answers on OpenAI's side.
  async openai(settings, modelId) {
    const { createOpenAI } = await import('@ai-sdk/openai');
    return createOpenAI(settings).chat(modelId);
  },
  async anthropic(settings, modelId) {
    const { createAnthropic } = await import('@ai-sdk/anthropic');
    return createAnthropic(settings)(modelId);
  },
  async google(settings, modelId) {
    const { createGoogle } = await import('@ai-sdk/google');
    return createGoogle(settings)(modelId);
  },
  async groq(settings, modelId) {
    const { createGroq } = await import('@ai-sdk/groq');
    return createGroq(settings)(modelId);
  },
  siliconflow: compatible('siliconflow'),
  volcengine: compatible('volcengine'),
  compatible: compatible('compatible'),
};

/**
 * The model, ready to stream; `onBytes` hears of whatever the provider sends, also of what the SDK
 * drops. Throws `provider_not_configured` when the provider is off.
 */
export async function languageModel(
  provider: ProviderName,
  modelId: string,
  onBytes: () => void,
): Promise<ProviderModel> {
  const access = requireProvider(provider);
  return makers[provider]({ ...access, fetch: heardFetch(onBytes) }, modelId);
}

/**
 * Without `includeUsage` such servers do not say what a streamed answer used; without
 * `supportsStructuredOutputs` a schema that was asked for would be dropped in silence.
 */
function compatible(name: ProviderName): Make {
  return async (settings, modelId) => {
    const { createOpenAICompatible } = await import('@ai-sdk/openai-compatible');
    const form = { name, includeUsage: true, supportsStructuredOutputs: true };
    return createOpenAICompatible({ ...settings, ...form })(modelId);
  };
}
