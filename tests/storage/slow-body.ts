// slow-body: bodies that stop in the middle, until all of them have come so far.

export interface SlowBodies {
  /** A body of all the bytes, between `before` and `after` if given. */
  make(before?: string, after?: string): ReadableStream<Uint8Array>;
  /** Resolves when every body has been taken up to the stop. */
  atStop: Promise<void>;
  /** Lets them go on. */
  goOn(): void;
}

const PIECE = 64 * 1024;

/** Bodies of `bytes`, of which `count` stop after `stopAfter` bytes. */
export function slowBodies(bytes: Uint8Array, stopAfter: number, count: number): SlowBodies {
  let waiting = 0;
  const stop = Promise.withResolvers<void>();
  const gate = Promise.withResolvers<void>();
  return {
    atStop: stop.promise,
    goOn: gate.resolve,
    make(before = '', after = '') {
      const pieces = function* () {
        if (before) yield new TextEncoder().encode(before);
        for (let at = 0; at < bytes.byteLength; at += PIECE) yield bytes.slice(at, at + PIECE);
        if (after) yield new TextEncoder().encode(after);
      };
      const rest = pieces();
      let sent = 0;
      return new ReadableStream(
        {
          async pull(controller) {
            if (sent >= stopAfter && sent < stopAfter + PIECE) {
              waiting += 1;
              if (waiting === count) stop.resolve();
              await gate.promise;
            }
            const { done, value } = rest.next();
            if (done) return controller.close();
            sent += value.byteLength;
            controller.enqueue(value);
          },
        },
        { highWaterMark: 0 },
      );
    },
  };
}
