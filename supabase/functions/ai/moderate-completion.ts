// moderate-completion: what a program asks, and what it is answered, by the rules of the catalog.
import type { BegunCompletion, CompletionRequest } from '../../../shared/contracts/completions.ts';
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
  text: string,
): Promise<void> {
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

/** All that people say in it: any of it may be what the model answers to. */
export function questionOf({ messages }: CompletionRequest): string {
  return messages
    .filter(({ role }) => role === 'user')
    .flatMap(({ content }) =>
      typeof content === 'string'
        ? [content]
        : (content ?? []).flatMap((part) => (part.type === 'text' ? [part.text] : [])),
    )
    .join('\n')
    .replaceAll('\u0000', '')
    .toWellFormed();
}
