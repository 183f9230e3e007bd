// edge-runtime: the platform's own global, typed.

declare global {
  // deno-lint-ignore no-var
  var EdgeRuntime: { waitUntil(promise: Promise<unknown>): void };
}

/**
 * For one answer: below the platform's shortest wall clock (150 s). A worker may be older than its
 * request: what its end cuts short is settled on `beforeunload`. What begin_completion holds lasts
 * longer.
 */
export const TOTAL_TIMEOUT_MS = 140_000;

const ending = new AbortController();

/** Aborts when the platform is about to end this worker; a worker that only drains goes on. */
export const workerEnds: AbortSignal = ending.signal;

addEventListener('beforeunload', (event) => {
  const { reason } = (event as CustomEvent<{ reason?: string } | null>).detail ?? {};
  if (reason !== 'early_drop') ending.abort(new Error(`The worker ends: ${reason}.`));
});

/** Keeps the worker alive until `work` is done, whether or not the caller is still there. */
export function waitUntil(work: Promise<unknown>): void {
  EdgeRuntime.waitUntil(work);
}
