// moderation-gate: the provider's moderation of a turn. The message is judged while the model
// already works on its answer, of which nothing is handed on before; the answer when it is whole.

import type { TurnContext } from '../../../shared/contracts/chat.ts';
import type { ModerationDirection } from '../../../shared/contracts/moderation.ts';
import { AppError } from '../../../shared/errors.ts';
import { moderateText, refusalCode } from '../_shared/moderate-text.ts';
import type { Shown } from './checkpoints.ts';
import { recordVerdict, type VerdictRecord } from './record-verdict.ts';

export interface ModerationGate {
  /** Aborts with the refusal when the message is blocked. */
  readonly signal: AbortSignal;
  /** Resolves when the message may be answered; rejects with the refusal. */
  readonly opened: Promise<void>;
  /** Resolves when the answer may stay; rejects with the refusal. */
  judgeAnswer(answer: Shown): Promise<void>;
  /** What the provider said so far; the settlement records it. */
  readonly verdicts: readonly VerdictRecord[];
}

/** Begins to moderate a turn's message at once, where the catalog has thresholds for it. */
export function createModerationGate(turn: TurnContext): ModerationGate {
  const controller = new AbortController();
  const verdicts: VerdictRecord[] = [];

  async function judge(direction: ModerationDirection, text: string): Promise<void> {
    const { moderation: rules } = turn;
    const verdict = rules && (await moderateText(text, rules[direction], rules));
    if (!verdict) return;
    verdicts.push(recordVerdict(turn, direction, verdict, text));
    if (verdict.action === 'block') throw new AppError(refusalCode(direction, verdict.category));
  }

  const opened = judge('input', questionOf(turn));
  opened.catch((refusal) => controller.abort(refusal));
  return {
    signal: controller.signal,
    opened,
    async judgeAnswer({ text, thoughts }) {
      await opened;
      await judge('output', thoughts ? `${thoughts}\n${text}` : text);
    },
    verdicts,
  };
}

/** The person's words; pictures were judged when they were uploaded. */
function questionOf({ messages }: TurnContext): string {
  const question = messages.findLast(({ role }) => role === 'user');
  return question?.caption ?? question?.content ?? '';
}
