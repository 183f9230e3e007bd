// ask-briefly: a short question to the model of a turn, on the platform's account.
import { generateText, type ModelMessage } from 'ai';
import type { TurnContext } from '../../../shared/contracts/chat.ts';
import { languageModel } from '../_shared/language-model.ts';
import { reportedUsage } from '../_shared/reported-usage.ts';

const TIMEOUT_MS = 30_000;

export interface BriefQuestion {
  instructions: string;
  messages: ModelMessage[];
  maxOutputTokens: number;
}

export interface BriefAnswer {
  text: string;
  /** As the SQL functions that record a background call take it. */
  usage: Record<string, string | number | undefined>;
}

/** The model's answer and what is known of the call; throws what the provider's SDK throws. */
export async function askBriefly(
  { provider, model }: Pick<TurnContext, 'provider' | 'model'>,
  question: BriefQuestion,
): Promise<BriefAnswer> {
  const startedAt = performance.now();
  const { text, usage } = await generateText({
    model: await languageModel(provider, model, () => undefined),
    ...question,
    maxRetries: 1,
    abortSignal: AbortSignal.timeout(TIMEOUT_MS),
  });
  const measured = reportedUsage({ usage, startedAt, endedAt: performance.now() });
  return { text, usage: { provider, model, ...measured } };
}
