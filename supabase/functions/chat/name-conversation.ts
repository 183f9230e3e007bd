// name-conversation: a title from the first exchange.
import { z } from 'zod';
import type { TurnContext } from '../../../shared/contracts/chat.ts';
import { callSql } from '../_shared/database.ts';
import { askChainBriefly } from './ask-chain-briefly.ts';

/** Of a question and its answer a title needs no more. */
const EXCERPT_LENGTH = 1_000;

/** Asks the model for a title and keeps it, unless the conversation was named meanwhile. */
export async function nameConversation(turn: TurnContext, answer: string): Promise<void> {
  const question = turn.messages.findLast(({ role }) => role === 'user')?.content ?? '';
  const { text, usage } = await askChainBriefly(turn, {
    instructions: 'You give conversations their titles.',
    messages: [
      { role: 'user', content: excerptOf(question) },
      { role: 'assistant', content: excerptOf(answer) },
      {
        role: 'user',
        content:
          'Write a title for this conversation, in its language: at most six words, one line, ' +
          'no quotes and no mark at its end. Write nothing else.',
      },
    ],
    maxOutputTokens: 60,
  });
  const named = { p_conversation_id: turn.conversation_id, p_title: text, p_usage: usage };
  await callSql('name_conversation', named, z.boolean());
}

/** Not ending in half a letter (surrogate). */
function excerptOf(text: string): string {
  return text.slice(0, EXCERPT_LENGTH).replace(/[\ud800-\udbff]$/, '');
}
