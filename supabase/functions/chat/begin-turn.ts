// begin-turn: the SQL function that begins each operation, and its arguments.
import { type ChatRequest, type TurnContext, turnContext } from '../../../shared/contracts/chat.ts';
import { AppError } from '../../../shared/errors.ts';
import type { Caller } from '../_shared/authenticate.ts';
import { callSql } from '../_shared/database.ts';

/**
 * Begins a turn, or finds the one that the same request already began; one call, and a second one
 * to send the question that a retry names and that is not there, as its sending was refused.
 */
export async function beginTurn(caller: Caller, request: ChatRequest): Promise<TurnContext> {
  try {
    return await begin(caller, request);
  } catch (error) {
    if (!('question' in request && request.question && isNotThere(error))) throw error;
    return begin(caller, request.question);
  }
}

/** Not what is deleted. */
function isNotThere(error: unknown): boolean {
  if (!(error instanceof AppError)) return false;
  const { code, details } = error;
  return code === 'conversation_not_found' || (code === 'message_not_found' && !!details.is_unsent);
}

function begin(caller: Caller, request: ChatRequest): Promise<TurnContext> {
  const asked = {
    p_user_id: caller.userId,
    p_chat_id: request.chatId,
    ...(caller.ip ? { p_ip: caller.ip } : {}),
  };
  const wanted = request.answer ? { p_answer_kind: request.answer } : {};
  const source = { ...asked, p_message_id: request.messageId };
  switch (request.operation) {
    case 'send': {
      const { messageId, text, attachments, character } = request;
      const message = {
        p_client_message_id: messageId,
        p_text: text,
        p_attachments: attachments,
      };
      const named = character ? { p_character: character } : {};
      return callSql('begin_turn', { ...asked, ...message, ...named, ...wanted }, turnContext);
    }
    case 'edit':
      return callSql(
        'begin_edit',
        { ...source, p_text: request.text, p_attachments: request.attachments, ...wanted },
        turnContext,
      );
    case 'regenerate': {
      const { text, attachments } = request.question ?? {};
      const question = text ? { p_text: text, p_attachments: attachments } : {};
      return callSql('begin_regeneration', { ...source, ...question, ...wanted }, turnContext);
    }
    case 'continue':
      return callSql('begin_continuation', source, turnContext);
  }
}
