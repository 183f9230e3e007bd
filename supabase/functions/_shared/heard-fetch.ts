// heard-fetch: a fetch that tells when something arrives.

/**
 * `onBytes` hears of whatever the other side sends, also of what an SDK drops. The body is aborted
 * here: the runtime's fetch forgets to do so once its own Response, which this one replaces, is
 * collected as garbage.
 */
export function heardFetch(onBytes: () => void): typeof fetch {
  return async (input, init) => {
    const answer = await fetch(input, init);
    const body = answer.body && heard(answer.body, onBytes, init?.signal);
    return new Response(body, answer);
  };
}

/** One stream between two readers: a TransformStream costs several times as much. */
function heard(
  body: ReadableStream<Uint8Array>,
  onBytes: () => void,
  signal: AbortSignal | null | undefined,
): ReadableStream<Uint8Array> {
  const reader = body.getReader();
  return new ReadableStream(
    {
      start(controller) {
        signal?.addEventListener('abort', () => {
          controller.error(signal.reason);
          reader.cancel(signal.reason).catch(() => undefined); // It has failed already.
        });
      },
      async pull(controller) {
        const { done, value } = await reader.read();
        if (done) return controller.close();
        onBytes();
        controller.enqueue(value);
      },
      cancel: (reason) => reader.cancel(reason),
    },
    { highWaterMark: 0 },
  );
}
