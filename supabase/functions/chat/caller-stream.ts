// caller-stream: the caller's end of an answer, in the wire format of the AI SDK's useChat.
import type { UIMessageChunk } from 'ai';
import { createEventStream, type EventStream } from '../_shared/event-stream.ts';

export interface CallerStream extends EventStream<UIMessageChunk> {
  /** Also tells the client that this is all. */
  close(): void;
}

/** An open stream; the answer begins with the first words. */
export function createCallerStream(): CallerStream {
  const events = createEventStream<UIMessageChunk>({
    begins: ({ type }) => type === 'text-delta' || type === 'reasoning-delta',
  });
  return {
    ...events,
    close() {
      events.write('[DONE]');
      events.close();
    },
  };
}
