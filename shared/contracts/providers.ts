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

/** What `read_breakers` answers of a provider that failed too often; `closed`: asked again. */
export const providerBreaker = z.object({
  provider: providerName,
  state: z.enum(['closed', 'open', 'half_open']),
  /** From when on the next message may try it. */
  retry_at: z.string().nullable(),
});

/**
 * `GET /functions/v1/chat/providers`: each provider, whether it has what it needs, and whether it
 * is asked or left alone.
 */
export const providersAnswer = z.object({
  providers: z.array(providerBreaker.extend({ is_on: z.boolean() })),
});
export type ProvidersAnswer = z.infer<typeof providersAnswer>;
