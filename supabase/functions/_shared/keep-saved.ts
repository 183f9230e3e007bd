// keep-saved: something that grows, stored at once and then at most every 250 ms, so that a worker
// that dies leaves what its reader has seen but for a quarter of a second.

const INTERVAL_MS = 250;

export interface KeptSaved<Value> {
  /** Takes the value as it is now; storing happens in the background. */
  note(value: Value): void;
  /** Stops storing and waits for the one under way. The settlement stores the rest. */
  end(): Promise<void>;
}

/** Saves the latest value with `save`. A failure is logged and left to the next time. */
export function keepSaved<Value>(
  save: (value: Value) => Promise<unknown>,
  logged: Record<string, unknown>,
): KeptSaved<Value> {
  const ended = Promise.withResolvers<void>();
  let unsaved: { value: Value } | undefined;
  let isEnded = false;
  let loop: Promise<void> | undefined;

  async function saveUntilEnd(): Promise<void> {
    await pause(0); // The words go to their reader first.
    while (unsaved !== undefined && !isEnded) {
      const { value } = unsaved;
      unsaved = undefined;
      await save(value).catch((error) => logCheckpoint(error, logged));
      await Promise.race([ended.promise, pause(INTERVAL_MS)]);
    }
    loop = undefined;
  }

  return {
    note(value) {
      unsaved = { value };
      loop ??= saveUntilEnd();
    },
    async end() {
      isEnded = true;
      ended.resolve();
      await loop;
    },
  };
}

function logCheckpoint(error: unknown, logged: Record<string, unknown>): void {
  const line = { level: 'warn', event: 'checkpoint_failed', ...logged, error: String(error) };
  console.error(JSON.stringify(line));
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
