// joined-parts: the UI message parts of several attempts as those of one answer. The client sees
// one step, and one text also when a second model goes on with it.
import type { UIMessageChunk } from 'ai';

export interface JoinedParts {
  /** The part as the client gets it. Ends are held back: an attempt that fails ends nothing. */
  take(chunk: UIMessageChunk): void;
  /** The attempt has failed and another follows, from the beginning or from where the text is. */
  turnOver(isContinued: boolean): void;
  /** Writes the ends that were held back: there is no other attempt. */
  flush(): void;
  /** Writes the ends of all that is open, innermost first. */
  close(): void;
}

/** The parts of one answer, handed on to `write`. */
export function createJoinedParts(write: (chunk: UIMessageChunk) => void): JoinedParts {
  const open = new Map<string, UIMessageChunk>();
  let held: UIMessageChunk[] = [];
  let attempt = 0;
  /** The text that is gone on with. */
  let joinedId: string | undefined;

  function pass(chunk: UIMessageChunk): void {
    if (chunk.type === 'start-step') open.set('step', { type: 'finish-step' });
    if (chunk.type === 'finish-step') open.delete('step');
    if (chunk.type === 'text-start') open.set(chunk.id, { type: 'text-end', id: chunk.id });
    if (chunk.type === 'reasoning-start')
      open.set(chunk.id, { type: 'reasoning-end', id: chunk.id });
    if (chunk.type === 'text-end' || chunk.type === 'reasoning-end') open.delete(chunk.id);
    write(chunk);
  }

  function flush(): void {
    for (const chunk of held) pass(chunk);
    held = [];
  }

  /** Undefined for what the client has or must not see. */
  function rename(chunk: UIMessageChunk): UIMessageChunk | undefined {
    if (chunk.type === 'start-step' && open.has('step')) return undefined;
    if (joinedId && chunk.type.startsWith('reasoning-')) return undefined;
    if (joinedId && chunk.type === 'text-start') return undefined;
    if (!('id' in chunk) || attempt === 0) return chunk;
    return { ...chunk, id: joinedId ?? `${attempt}:${chunk.id}` } as UIMessageChunk;
  }

  return {
    take(chunk) {
      const renamed = rename(chunk);
      if (!renamed) return;
      if (['text-end', 'reasoning-end', 'finish-step'].includes(renamed.type)) {
        held.push(renamed);
        return;
      }
      flush();
      pass(renamed);
    },
    turnOver(isContinued) {
      held = [];
      attempt += 1;
      for (const [id, end] of [...open].reverse()) {
        if (end.type === 'text-end' && isContinued) joinedId = id;
        else if (end.type !== 'finish-step') pass(end);
      }
    },
    flush,
    close() {
      held = [];
      for (const end of [...open.values()].reverse()) pass(end);
    },
  };
}
