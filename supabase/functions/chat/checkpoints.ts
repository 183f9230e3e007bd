// checkpoints: the text delivered so far, stored at once and then at most every 250 ms, so that a
// worker that dies leaves what its reader has seen but for a quarter of a second.
import { z } from 'zod';
import type { TurnContext } from '../../../shared/contracts/chat.ts';
import { callSql } from '../_shared/database.ts';
import { storableText } from './storable.ts';

const INTERVAL_MS = 250;

export interface Checkpoints {
  /** Takes the whole text so far; storing happens in the background. */
  note(text: string): void;
  /** Stops storing and waits for the one under way. The settlement stores the rest. */
  end(): Promise<void>;
}

/** Checkpoints of one turn. A failed one is left to the next, and to the settlement. */
export function createCheckpoints(turn: TurnContext): Checkpoints {
  const ended = Promise.withResolvers<void>();
  let unsaved: string | undefined;
  let isEnded = false;
  let loop: Promise<void> | undefined;

  async function saveUntilEnd(): Promise<void> {
    await pause(0); // The words go to their reader first.
    while (unsaved !== undefined && !isEnded) {
      const text = unsaved;
      unsaved = undefined;
      await save(text);
      await Promise.race([ended.promise, pause(INTERVAL_MS)]);
    }
    loop = undefined;
  }

  async function save(text: string): Promise<void> {
    const args = {
      p_turn_id: turn.turn_id,
      p_attempt: turn.attempt,
      p_text: storableText(wholeLetters(text)),
    };
    try {
      await callSql('checkpoint_turn', args, z.boolean());
    } catch (error) {
      console.error(
        JSON.stringify({
          level: 'warn',
          event: 'checkpoint_failed',
          turn_id: turn.turn_id,
          error: String(error),
        }),
      );
    }
  }

  return {
    note(text) {
      unsaved = text;
      loop ??= saveUntilEnd();
    },
    async end() {
      isEnded = true;
      ended.resolve();
      await loop;
    },
  };
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

/** Without the first half of a letter whose other half comes with the next delta. */
function wholeLetters(text: string): string {
  return text.replace(/[\ud800-\udbff]$/, '');
}
