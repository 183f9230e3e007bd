// record-verdict: a verdict of the provider's moderation, as the database keeps it.
import { z } from 'zod';
import type { TurnContext } from '../../../shared/contracts/chat.ts';
import type { ModerationDirection } from '../../../shared/contracts/moderation.ts';
import { callSql } from '../_shared/database.ts';
import type { Verdict } from '../_shared/moderate-text.ts';

/** As much of a text as a decision keeps, for review. */
const EXCERPT_LENGTH = 1000;

export interface VerdictRecord extends Verdict {
  direction: ModerationDirection;
  /** Of the text, where it is not simply allowed. */
  excerpt?: string;
}

/**
 * The record for the turn's settlement. What does not simply allow is written at once as well: the
 * worker may die. Writing it twice is writing it once.
 */
export function recordVerdict(
  { turn_id, attempt }: TurnContext,
  direction: ModerationDirection,
  verdict: Verdict,
  text: string,
): VerdictRecord {
  if (verdict.action === 'allow') return { direction, ...verdict };
  const excerpt = [...text.slice(0, 2 * EXCERPT_LENGTH)].slice(0, EXCERPT_LENGTH).join('');
  const record = { direction, ...verdict, excerpt };
  const args = { p_turn_id: turn_id, p_attempt: attempt, p_verdicts: [record] };
  callSql('record_moderation', args, z.unknown()).catch((error) => {
    const line = { level: 'error', event: 'moderation_not_recorded', turn_id };
    console.error(JSON.stringify({ ...line, error: String(error) }));
  });
  return record;
}
