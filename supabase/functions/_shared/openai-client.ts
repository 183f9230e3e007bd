// openai-client: OpenAI's own SDK, for what the AI SDK lacks.
import type OpenAI from 'openai';
import { requireProvider } from './providers.ts';

/** Made when it is needed for the first time. */
let client: Promise<OpenAI> | undefined;

/** The client; throws `provider_not_configured` without a key. */
export function openaiClient(): Promise<OpenAI> {
  const access = requireProvider('openai');
  client ??= import('openai').then(
    ({ default: Client }) => new Client({ ...access, maxRetries: 1 }),
  );
  return client;
}
