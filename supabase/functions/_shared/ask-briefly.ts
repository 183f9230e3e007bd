// ask-briefly: a question to a model that nobody waits for in a stream, on the platform's account.
import { generateText, type ModelMessage } from 'ai';
import type { ProviderName } from '../../../shared/contracts/providers.ts';
import { languageModel } from './language-model.ts';
import { reportedUsage } from './reported-usage.ts';

const TIMEOUT_MS = 30_000;

export interface BriefQuestion {
  instructions: string | undefined;
  messages: ModelMessage[];
  maxOutputTokens: number;
  temperature?: number;
  /** How much it is to think, where the provider's package knows what the model takes. */
  reasoning?: 'none';
}

export interface BriefAnswer {
  text: string;
  /** As the SQL functions that record a background call take it. */
  usage: { provider: ProviderName; model: string } & ReturnType<typeof reportedUsage>;
}

/** The model's answer and what is known of the call; throws what the provider's SDK throws. */
export async function askBriefly(
  { provider, model }: { provider: ProviderName; model: string },
  { instructions, ...rest }: BriefQuestion,
): Promise<BriefAnswer> {
  const startedAt = performance.now();
  const { text, usage } = await generateText({
    model: await languageModel(provider, model, () => undefined),
    ...rest,
    ...(instructions ? { instructions } : {}),
    maxRetries: 1,
    abortSignal: AbortSignal.timeout(TIMEOUT_MS),
  });
  const measured = reportedUsage({ usage, startedAt, endedAt: performance.now() });
  return { text, usage: { provider, model, ...measured } };
}
