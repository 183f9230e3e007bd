// providers: who serves AI models, as models, prices and usage name them.
import { z } from 'zod';

/** `compatible` is any server that speaks OpenAI's Chat Completions, as Ollama and vLLM do. */
export const providerName = z.enum([
  'openai',
  'anthropic',
  'google',
  'groq',
  'siliconflow',
  'volcengine',
  'compatible',
]);
export type ProviderName = z.infer<typeof providerName>;

/** `GET /functions/v1/chat/providers`: each provider, and whether it has what it needs. */
export const providersAnswer = z.object({
  providers: z.array(z.object({ provider: providerName, is_on: z.boolean() })),
});
export type ProvidersAnswer = z.infer<typeof providersAnswer>;
