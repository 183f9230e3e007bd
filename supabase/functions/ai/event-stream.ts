// event-stream: the caller's end of a streamed answer, as server-sent events.

export interface EventStream {
  readonly readable: ReadableStream<Uint8Array>;
  /** Resolves with the first event: from then on the answer is a stream. */
  readonly begun: Promise<void>;
  hasBegun(): boolean;
  /** Writes an event; does nothing when the caller has left. */
  write(data: object | '[DONE]'): void;
  close(): void;
}

/** A stream whose writer never waits for its reader; `onLeave` hears when that one goes. */
export function createEventStream(onLeave: () => void): EventStream {
  const encoder = new TextEncoder();
  const begun = Promise.withResolvers<void>();
  let hasBegun = false;
  let isOpen = true;
  let controller: ReadableStreamDefaultController<Uint8Array>;
  const readable = new ReadableStream<Uint8Array>({
    start(readableController) {
      controller = readableController;
    },
    cancel() {
      isOpen = false;
      onLeave();
    },
  });
  return {
    readable,
    begun: begun.promise,
    hasBegun: () => hasBegun,
    write(data) {
      const text = typeof data === 'string' ? data : JSON.stringify(data);
      if (isOpen) controller.enqueue(encoder.encode(`data: ${text}\n\n`));
      hasBegun = true;
      begun.resolve();
    },
    close() {
      if (isOpen) controller.close();
      isOpen = false;
    },
  };
}
