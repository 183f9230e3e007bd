// summarise-conversation: what no longer fits a conversation's window, told in short.

import { z } from 'zod';
import { summaryTask, type TurnContext } from '../../../shared/contracts/chat.ts';
import { callSql } from '../_shared/database.ts';
import { askChainBriefly } from './ask-chain-briefly.ts';

/** Asks the model for the summary with what was added to it, and keeps it. */
export async function summariseConversation(turn: TurnContext): Promise<void> {
  const { conversation_id } = turn;
  const task = await callSql(
    'summary_task',
    { p_conversation_id: conversation_id },
    summaryTask.nullable(),
  );
  if (!task) return;
  const { text, usage } = await askChainBriefly(turn, {
    instructions: task.previous
      ? `You keep the summary of a conversation. The summary so far:\n${task.previous}`
      : 'You keep the summary of a conversation.',
    messages: [
      ...task.messages,
      {
        role: 'user',
        content:
          'Write the summary anew with what was said since: names, facts, wishes, decisions and ' +
          'what is still open, in the language of the conversation, at most 200 words. Write ' +
          'nothing else.',
      },
    ],
    maxOutputTokens: 600,
  });
  const summary = {
    p_conversation_id: conversation_id,
    ...(task.previous_message_id ? { p_previous_message_id: task.previous_message_id } : {}),
    p_message_id: task.message_id,
    p_content: text,
    p_usage: usage,
  };
  await callSql('store_summary', summary, z.boolean());
}
