// start-turn: begins a turn, or joins the one that the same message id already began.
import type { UIMessageChunk } from 'ai';
import { type ChatRequest, turnContext } from '../../../shared/contracts/chat.ts';
import type { Caller } from '../_shared/authenticate.ts';
import { callSql } from '../_shared/database.ts';
import { requireProvider } from '../_shared/language-model.ts';
import { type Following, followAnswer } from './follow-answer.ts';
import { streamAnswer } from './stream-answer.ts';

/** The answer's stream, open once its first words are there; throws an AppError before that. */
export async function startTurn(
  caller: Caller,
  request: ChatRequest,
  following: Following,
): Promise<ReadableStream<UIMessageChunk>> {
  requireProvider();
  const turn = await callSql(
    'begin_turn',
    {
      p_user_id: caller.userId,
      p_chat_id: request.chatId,
      p_client_message_id: request.messageId,
      p_text: request.text,
      ...(request.character ? { p_character: request.character } : {}),
    },
    turnContext,
  );
  return turn.is_repeat ? followAnswer(turn, following) : streamAnswer(turn, following.requestId);
}
