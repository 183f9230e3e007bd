// checkpoints: the text of a turn that was delivered so far, stored while the answer grows. Each
// one asks whether the turn was stopped.
import { type TurnContext, type TurnWish, turnWish } from '../../../shared/contracts/chat.ts';
import { callSql } from '../_shared/database.ts';
import { type KeptSaved, keepSaved } from '../_shared/keep-saved.ts';

export interface Checkpoints extends KeptSaved<string> {
  /** Aborts when there is nothing more to do for the turn: its person stopped it, or it ended. */
  readonly signal: AbortSignal;
  /** What the database wished last. */
  wish(): TurnWish;
}

/** Checkpoints of one turn; each takes the whole text so far. */
export function createCheckpoints({ turn_id, attempt }: TurnContext): Checkpoints {
  const controller = new AbortController();
  let wish: TurnWish = 'streaming';
  const kept = keepSaved(
    '',
    async (text) => {
      const args = { p_turn_id: turn_id, p_attempt: attempt, p_text: text };
      wish = await callSql('checkpoint_turn', args, turnWish);
      if (wish !== 'streaming') controller.abort(new Error(`The turn is ${wish}.`));
    },
    { turn_id },
  );
  return { ...kept, signal: controller.signal, wish: () => wish };
}
