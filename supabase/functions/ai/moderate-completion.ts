// moderate-completion: what a program asks, and what it is answered, by the rules of the catalog.
import type {
  BegunCompletion,
  CompletionMessage,
  CompletionRequest,
} from '../../../shared/contracts/completions.ts';
import {
  type ModerationDirection,
  moderationNotice,
} from '../../../shared/contracts/moderation.ts';
import { AppError } from '../../../shared/errors.ts';
import { callSql } from '../_shared/database.ts';
import { moderateText, refusalCode } from '../_shared/moderate-text.ts';
import { untilDatabaseAnswers } from '../_shared/until-database-answers.ts';

/** Resolves when the text may pass; rejects with why it may not. */
export async function moderateCompletion(
  { action_id, moderation }: BegunCompletion,
  direction: ModerationDirection,
  texts: readonly string[],
): Promise<void> {
  const text = texts.join('\n').trim().replaceAll('\u0000', '').toWellFormed();
  if (text === '') return;
  const verdict = await moderateText(text, moderation[direction], moderation);
  const args = {
    p_action_id: action_id,
    p_direction: direction,
    p_text: text,
    ...(verdict ? { p_verdict: { ...verdict } } : {}),
  };
  const notice = await untilDatabaseAnswers(() =>
    callSql('moderate_completion', args, moderationNotice.nullable()),
  );
  if (!notice) return;
  const { category, message } = notice;
  throw new AppError(refusalCode(direction, category), {
    ...(message ? { message } : {}),
    details: { category },
  });
}

/**
 * All that the model reads of it, by whomever it is said to be: the caller wrote each word, also
 * the answers and results that it repeats.
 */
export function questionOf({ messages, tools, response_format }: CompletionRequest): string[] {
  return [
    ...messages.flatMap((message) => [...textsOf(message), ...callsOf(message)]),
    ...[tools, response_format].flatMap((form) => (form ? [JSON.stringify(form)] : [])),
  ];
}

function callsOf(message: CompletionMessage): string[] {
  const calls = message.role === 'assistant' ? message.tool_calls : undefined;
  return (calls ?? []).map((call) => call.function.arguments);
}

function textsOf({ content }: CompletionMessage): string[] {
  if (!Array.isArray(content)) return content ? [content] : [];
  return content.flatMap((part) => (part.type === 'text' ? [part.text] : []));
}
