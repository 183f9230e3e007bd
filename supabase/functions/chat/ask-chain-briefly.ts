// ask-chain-briefly: a question on the platform's account to the models of a turn, in their order.
import type { ChainLink, TurnContext } from '../../../shared/contracts/chat.ts';
import type { ProviderName } from '../../../shared/contracts/providers.ts';
import { askBriefly, type BriefAnswer, type BriefQuestion } from '../_shared/ask-briefly.ts';
import { judgeFailure } from '../_shared/provider-failure.ts';
import { openLinks } from './ask-chain.ts';

/** What thoughts may take beside the answer: they count against the same bound. */
const THOUGHT_TOKENS = 4_000;
/** Of the others' servers nobody knows which word for it they refuse. */
const ASKED_TO_THINK_LESS: readonly ProviderName[] = ['openai', 'anthropic', 'google', 'groq'];

/** The first answer that there is; throws what the last model failed with. */
export async function askChainBriefly(
  turn: TurnContext,
  question: BriefQuestion,
): Promise<BriefAnswer> {
  let failure: unknown;
  for (const link of openLinks(turn)) {
    try {
      return await askBriefly(link, { ...question, ...thinkingOf(link, question) });
    } catch (thrown) {
      failure = thrown;
      if (judgeFailure(thrown).remedy === 'nowhere') break;
    }
  }
  throw failure;
}

/** As little as the model can, and room for what it thinks all the same. */
function thinkingOf(
  { provider, reasons }: ChainLink,
  { maxOutputTokens }: BriefQuestion,
): Partial<BriefQuestion> {
  if (!reasons) return {};
  return {
    maxOutputTokens: maxOutputTokens + THOUGHT_TOKENS,
    ...(ASKED_TO_THINK_LESS.includes(provider) ? { reasoning: 'none' } : {}),
  };
}
