// caller-stream: the caller's end of an answer, which may go away while the answer goes on.
import type { UIMessageChunk } from 'ai';

export interface CallerStream {
  readonly readable: ReadableStream<UIMessageChunk>;
  /** Resolves when the first words were written: from then on the answer is a stream. */
  readonly begun: Promise<void>;
  hasBegun(): boolean;
  /** Writes a part; does nothing when the caller has left. */
  write(chunk: UIMessageChunk): void;
  close(): void;
}

/** A stream whose writer never waits for, nor fails with, its reader. */
export function createCallerStream(): CallerStream {
  const begun = Promise.withResolvers<void>();
  let hasBegun = false;
  let isOpen = true;
  let controller: ReadableStreamDefaultController<UIMessageChunk>;
  const readable = new ReadableStream<UIMessageChunk>({
    start(readableController) {
      controller = readableController;
    },
    cancel() {
      isOpen = false;
    },
  });
  return {
    readable,
    begun: begun.promise,
    hasBegun: () => hasBegun,
    write(chunk) {
      if (isOpen) controller.enqueue(chunk);
      if (chunk.type !== 'text-delta' && chunk.type !== 'reasoning-delta') return;
      hasBegun = true;
      begun.resolve();
    },
    close() {
      if (isOpen) controller.close();
      isOpen = false;
    },
  };
}
