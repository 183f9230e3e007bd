// verdict-record: the provider's verdicts of a turn, written down in the database.
import { z } from 'zod';
import type { TurnContext } from '../../../shared/contracts/chat.ts';
import type { ModerationDirection } from '../../../shared/contracts/moderation.ts';
import { callSql } from '../_shared/database.ts';
import type { Verdict } from '../_shared/moderate-text.ts';

/** As much of a text as a decision keeps, for review. */
const EXCERPT_LENGTH = 1000;

export interface VerdictRecord {
  /** What allows waits for the end, what does not is written at once: its worker may die. */
  add(direction: ModerationDirection, verdict: Verdict, text: string): void;
  /** Resolves when all is written, or has failed, which is logged without the text. */
  end(): Promise<void>;
}

/** The record of one attempt of a turn. */
export function createVerdictRecord({ turn_id, attempt }: TurnContext): VerdictRecord {
  let unwritten: Record<string, unknown>[] = [];
  let writing = Promise.resolve();

  function write(): void {
    if (unwritten.length === 0) return;
    const args = { p_turn_id: turn_id, p_attempt: attempt, p_verdicts: unwritten as never };
    unwritten = [];
    writing = Promise.all([
      writing,
      callSql('record_moderation', args, z.unknown()).catch(logLost),
    ]).then(() => undefined);
  }

  function logLost(error: unknown): void {
    const line = { level: 'error', event: 'moderation_not_recorded', turn_id };
    console.error(JSON.stringify({ ...line, error: String(error) }));
  }

  return {
    add(direction, verdict, text) {
      const isAllowed = verdict.action === 'allow';
      const excerpt = [...text.slice(0, 2 * EXCERPT_LENGTH)].slice(0, EXCERPT_LENGTH).join('');
      unwritten.push({ direction, ...verdict, ...(isAllowed ? {} : { excerpt }) });
      if (!isAllowed) write();
    },
    async end() {
      write();
      await writing;
    },
  };
}
