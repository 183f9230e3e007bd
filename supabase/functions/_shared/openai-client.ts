// openai-client: OpenAI's own SDK, for what the AI SDK lacks; also for others who speak its API.
import type OpenAI from 'openai';
import type { ProviderName } from '../../../shared/contracts/providers.ts';
import { requireProvider } from './providers.ts';

/** Made when they are needed for the first time. */
const clients = new Map<ProviderName, Promise<OpenAI>>();

/** The client; throws `provider_not_configured` without a key. */
export function openaiClient(provider: ProviderName = 'openai'): Promise<OpenAI> {
  const access = requireProvider(provider);
  const made = clients.get(provider);
  if (made) return made;
  const client = import('openai').then(
    ({ default: Client }) => new Client({ ...access, maxRetries: 1 }),
  );
  clients.set(provider, client);
  return client;
}
