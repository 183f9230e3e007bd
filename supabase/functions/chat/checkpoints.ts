// checkpoints: the text of a turn that was delivered so far, stored while the answer grows. Each
// one asks whether the turn was stopped, and whether a pattern forbids what was said or thought.
import { type TurnContext, type TurnWish, turnWish } from '../../../shared/contracts/chat.ts';
import { callSql } from '../_shared/database.ts';
import { type KeptSaved, keepSaved } from '../_shared/keep-saved.ts';

/** As much of the thoughts before as a pattern may begin in; checkpoint_turn does so with text. */
const LEAD_LENGTH = 200;

/** What was shown of an answer; thoughts are not stored. */
export interface Shown {
  text: string;
  thoughts: string;
}

export interface Checkpoints extends KeptSaved<Shown> {
  /** Aborts when there is nothing more to do for the turn: its person stopped it, or it ended. */
  readonly signal: AbortSignal;
  /** What the database wished last. */
  wish(): TurnWish;
}

/** Checkpoints of one turn; each takes all that was shown so far. */
export function createCheckpoints({ turn_id, attempt }: TurnContext): Checkpoints {
  const controller = new AbortController();
  let wish: TurnWish = 'streaming';
  let seen = 0;
  const kept = keepSaved(
    { text: '', thoughts: '' },
    async ({ text, thoughts }) => {
      const args = { p_turn_id: turn_id, p_attempt: attempt, p_text: text };
      const unseen = thoughts.slice(Math.max(0, seen - LEAD_LENGTH)).toWellFormed();
      const judged = thoughts.length > seen ? { p_thoughts: unseen } : {};
      wish = await callSql('checkpoint_turn', { ...args, ...judged }, turnWish);
      seen = thoughts.length;
      if (wish !== 'streaming') controller.abort(new Error(`The turn is ${wish}.`));
    },
    { turn_id },
  );
  return { ...kept, signal: controller.signal, wish: () => wish };
}
