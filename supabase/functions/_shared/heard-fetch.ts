// heard-fetch: a fetch that tells when something arrives.

/** `onBytes` hears of whatever the other side sends, also of what an SDK drops. */
export function heardFetch(onBytes: () => void): typeof fetch {
  return async (input, init) => {
    const answer = await fetch(input, init);
    return new Response(answer.body?.pipeThrough(listen(onBytes)) ?? null, answer);
  };
}

function listen(onBytes: () => void): TransformStream<Uint8Array, Uint8Array> {
  return new TransformStream({
    transform(bytes, controller) {
      onBytes();
      controller.enqueue(bytes);
    },
  });
}
