// silence-timer: aborts a provider that sends nothing for too long, before the first token or
// between two. The AI SDK's own timers start only once the provider's first event is there, and
// do not hear thoughts that it drops.

/** A provider sent nothing for too long. */
export class SilenceError extends Error {}

export interface SilenceTimer {
  readonly signal: AbortSignal;
  /** Something was sent: the wait starts anew. */
  reset(): void;
  stop(): void;
}

/** Starts at once; its signal aborts after `timeoutMs` without a reset. */
export function createSilenceTimer(timeoutMs: number): SilenceTimer {
  const controller = new AbortController();
  let heardAt = performance.now();
  let timer = setTimeout(check, timeoutMs);
  // One timer for many tokens: it looks how long ago the last one was.
  function check(): void {
    const rest = timeoutMs - (performance.now() - heardAt);
    if (rest > 0) timer = setTimeout(check, rest);
    else controller.abort(new SilenceError(`The provider was silent for ${timeoutMs} ms.`));
  }
  return {
    signal: controller.signal,
    reset() {
      heardAt = performance.now();
    },
    stop() {
      clearTimeout(timer);
    },
  };
}
