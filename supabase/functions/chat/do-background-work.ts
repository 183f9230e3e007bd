// do-background-work: what a conversation wants once an answer has ended; nobody waits for it.
import { z } from 'zod';
import type { BackgroundWork, TurnContext } from '../../../shared/contracts/chat.ts';
import { nameConversation } from './name-conversation.ts';
import { summariseConversation } from './summarise-conversation.ts';

/** Does it, one after another. What fails is logged and wanted again after the next answer. */
export async function doBackgroundWork(
  turn: TurnContext,
  answer: string,
  wants: BackgroundWork[],
): Promise<void> {
  const work: Record<BackgroundWork, () => Promise<void>> = {
    title: () => nameConversation(turn, answer),
    summary: () => summariseConversation(turn),
  };
  for (const wanted of wants) {
    await work[wanted]().catch((error) => {
      const { turn_id } = turn;
      const reason = error instanceof z.ZodError ? 'unexpected answer' : String(error);
      const line = { level: 'warn', event: 'background_work_failed', wanted, turn_id, reason };
      console.error(JSON.stringify(line));
    });
  }
}
