// edge-runtime: the platform's own global, typed.

declare global {
  // deno-lint-ignore no-var
  var EdgeRuntime: { waitUntil(promise: Promise<unknown>): void };
}

/** Keeps the worker alive until `work` is done, whether or not the caller is still there. */
export function waitUntil(work: Promise<unknown>): void {
  EdgeRuntime.waitUntil(work);
}
