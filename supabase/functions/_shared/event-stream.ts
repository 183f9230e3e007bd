// event-stream: the caller's end of a streamed answer, as server-sent events. The caller may go
// away while the answer goes on.

/** A comment now and then keeps proxies from closing a stream that thinks. */
const KEEP_ALIVE_MS = 15_000;

export interface EventStream<Event> {
  readonly readable: ReadableStream<Uint8Array>;
  /** Resolves when the answer begins: from then on it is a stream. */
  readonly begun: Promise<void>;
  hasBegun(): boolean;
  /** Writes an event; does nothing when the caller has left. */
  write(event: Event | '[DONE]'): void;
  close(): void;
}

export interface EventStreamOptions<Event> {
  /** Whether the answer begins with this event; by default with the first. */
  begins?: (event: Event) => boolean;
  /** Hears when the caller goes. */
  onLeave?: () => void;
}

/**
 * A stream whose writer never waits for, nor fails with, its reader. It makes its bytes itself:
 * a chain of TransformStreams costs several times as much for each word.
 */
export function createEventStream<Event extends object>({
  begins = () => true,
  onLeave = () => undefined,
}: EventStreamOptions<Event> = {}): EventStream<Event> {
  const encoder = new TextEncoder();
  const begun = Promise.withResolvers<void>();
  let hasBegun = false;
  let isOpen = true;
  let isAwaited = false;
  /** What is written while nobody reads goes out together. */
  let unsent = '';
  let controller: ReadableStreamDefaultController<Uint8Array>;
  const readable = new ReadableStream<Uint8Array>(
    {
      start(readableController) {
        controller = readableController;
      },
      pull() {
        isAwaited = true;
        send();
      },
      cancel() {
        end();
        onLeave();
      },
    },
    { highWaterMark: 0 },
  );
  const keepingAlive = setInterval(() => isAwaited && put(': keep-alive\n\n'), KEEP_ALIVE_MS);

  function put(text: string): void {
    unsent += text;
    if (isAwaited) send();
  }

  function send(): void {
    if (unsent === '') return;
    const bytes = encoder.encode(unsent);
    unsent = '';
    isAwaited = false;
    controller.enqueue(bytes);
  }

  function end(): void {
    isOpen = false;
    clearInterval(keepingAlive);
  }

  return {
    readable,
    begun: begun.promise,
    hasBegun: () => hasBegun,
    write(event) {
      const isWord = typeof event === 'string';
      if (isOpen) put(`data: ${isWord ? event : JSON.stringify(event)}\n\n`);
      if (hasBegun || isWord || !begins(event)) return;
      hasBegun = true;
      begun.resolve();
    },
    close() {
      if (!isOpen) return;
      end();
      send();
      controller.close();
    },
  };
}
