// seam: where one model goes on with what another began. Some begin again, or repeat the last
// words.
import type { UIMessageChunk } from 'ai';

/** Shorter repeats may be meant. */
const LEAST_OVERLAP = 12;

export interface Seam {
  /** The parts to hand on for one of the model's: its words are held back while they may repeat. */
  take(chunk: UIMessageChunk): UIMessageChunk[];
}

/** Joins what a model says to the text that was delivered, without what it repeats of it. */
export function createSeam(delivered: string): Seam {
  let held = '';
  let isJoined = delivered === '';

  function join(): string {
    isJoined = true;
    const overlap = overlapOf(delivered, held);
    if (overlap >= LEAST_OVERLAP) return held.slice(overlap);
    return /\s$/.test(delivered) ? held.trimStart() : held;
  }

  return {
    take(chunk) {
      if (isJoined || (chunk.type !== 'text-delta' && chunk.type !== 'text-end')) return [chunk];
      if (chunk.type === 'text-delta') {
        held += chunk.delta;
        if (delivered.includes(held)) return [];
      }
      const delta = join();
      const words: UIMessageChunk[] = delta ? [{ type: 'text-delta', id: chunk.id, delta }] : [];
      return chunk.type === 'text-end' ? [...words, chunk] : words;
    },
  };
}

/** How many of the first letters of `text` are the last ones of `delivered`. */
function overlapOf(delivered: string, text: string): number {
  for (let length = Math.min(delivered.length, text.length); length > 0; length--)
    if (delivered.endsWith(text.slice(0, length))) return length;
  return 0;
}
