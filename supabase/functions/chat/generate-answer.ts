// generate-answer: asks the models, hands their parts to the caller and keeps checkpoints of the
// text.
import type { TurnContext } from '../../../shared/contracts/chat.ts';
import { workerEnds } from '../_shared/edge-runtime.ts';
import { createStorableText } from '../_shared/storable.ts';
import { type Attempt, askChain } from './ask-chain.ts';
import type { CallerStream } from './caller-stream.ts';
import { createCheckpoints, type Shown } from './checkpoints.ts';
import { createJoinedParts } from './joined-parts.ts';
import type { ModerationGate } from './moderation-gate.ts';

export interface Generation extends Shown {
  /** The models that were asked, in their order; none when there was none to ask. */
  attempts: Attempt[];
  /** Its person wanted no more; then there is no failure. */
  isStopped?: boolean;
  /** Why the answer is not complete; absent when a provider ended it properly. */
  failure?: unknown;
}

/** Runs the models to the answer's end. Never throws: what went wrong is its `failure`. */
export async function generateAnswer(
  turn: TurnContext,
  caller: CallerStream,
  gate: ModerationGate,
): Promise<Generation> {
  const generation: Generation = { text: '', thoughts: '', attempts: [] };
  const checkpoints = createCheckpoints(turn);
  const answer = createStorableText();
  const thoughts = createStorableText();
  const parts = createJoinedParts(caller.write);
  caller.write({
    type: 'start',
    messageId: turn.ui_message_id,
    messageMetadata: { conversation_id: turn.conversation_id, turn_id: turn.turn_id },
  });
  try {
    generation.attempts = await askChain(turn, {
      signal: AbortSignal.any([workerEnds, checkpoints.signal, gate.signal]),
      text: () => answer.text,
      thoughts: () => thoughts.text,
      turnOver: parts.turnOver,
      async take(chunk) {
        await gate.opened;
        if (chunk.type !== 'text-delta' && chunk.type !== 'reasoning-delta')
          return parts.take(chunk);
        const delta = (chunk.type === 'text-delta' ? answer : thoughts).take(chunk.delta);
        if (delta) parts.take({ ...chunk, delta });
        checkpoints.note({ text: answer.text, thoughts: thoughts.text });
      },
    });
    generation.failure = generation.attempts.at(-1)?.failure;
  } catch (error) {
    generation.failure = error;
  }
  generation.text = answer.text;
  generation.thoughts = thoughts.text;
  await checkpoints.end();
  if (generation.failure && checkpoints.wish() === 'stopping') {
    generation.isStopped = true;
    delete generation.failure;
    parts.close();
  }
  parts.flush();
  return generation;
}
