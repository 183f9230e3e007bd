// checkpoints: the text of a turn that was delivered so far, stored while the answer grows.
import { z } from 'zod';
import type { TurnContext } from '../../../shared/contracts/chat.ts';
import { callSql } from '../_shared/database.ts';
import { type KeptSaved, keepSaved } from '../_shared/keep-saved.ts';
import { storableText } from '../_shared/storable.ts';

/** Checkpoints of one turn; each takes the whole text so far. */
export function createCheckpoints({ turn_id, attempt }: TurnContext): KeptSaved<string> {
  return keepSaved(
    (text) => {
      const args = {
        p_turn_id: turn_id,
        p_attempt: attempt,
        p_text: storableText(wholeLetters(text)),
      };
      return callSql('checkpoint_turn', args, z.boolean());
    },
    { turn_id },
  );
}

/** Without the first half of a letter whose other half comes with the next delta. */
function wholeLetters(text: string): string {
  return text.replace(/[\ud800-\udbff]$/, '');
}
