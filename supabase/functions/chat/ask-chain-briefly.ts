// ask-chain-briefly: a question on the platform's account to the models of a turn, in their order.
import type { TurnContext } from '../../../shared/contracts/chat.ts';
import { askBriefly, type BriefAnswer, type BriefQuestion } from '../_shared/ask-briefly.ts';
import { judgeFailure } from '../_shared/provider-failure.ts';
import { openLinks } from './ask-chain.ts';

/** The first answer that there is; throws what the last model failed with. */
export async function askChainBriefly(
  turn: TurnContext,
  question: BriefQuestion,
): Promise<BriefAnswer> {
  let failure: unknown;
  for (const link of openLinks(turn)) {
    try {
      return await askBriefly(link, question);
    } catch (thrown) {
      failure = thrown;
      if (judgeFailure(thrown).remedy === 'nowhere') break;
    }
  }
  throw failure;
}
