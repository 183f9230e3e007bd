// open-parts: what of a UI message stream has begun and not ended, to end it when it is cut short.
import type { UIMessageChunk } from 'ai';

export interface OpenParts {
  note(chunk: UIMessageChunk): void;
  /** The ends that are missing, innermost first. */
  ends(): UIMessageChunk[];
}

/** Follows the parts of one stream. */
export function createOpenParts(): OpenParts {
  const ends = new Map<string, UIMessageChunk>();
  return {
    note(chunk) {
      if (chunk.type === 'start-step') ends.set('step', { type: 'finish-step' });
      if (chunk.type === 'finish-step') ends.delete('step');
      if (chunk.type === 'text-start') ends.set(chunk.id, { type: 'text-end', id: chunk.id });
      if (chunk.type === 'reasoning-start')
        ends.set(chunk.id, { type: 'reasoning-end', id: chunk.id });
      if (chunk.type === 'text-end' || chunk.type === 'reasoning-end') ends.delete(chunk.id);
    },
    ends: () => [...ends.values()].reverse(),
  };
}
