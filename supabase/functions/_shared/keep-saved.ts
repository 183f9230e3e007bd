// keep-saved: something that grows, stored 200 ms after it did, so that a worker that dies leaves
// what its reader has seen but for a quarter of a second: storing takes time, too. What ends sooner
// is stored by its settlement alone. While nothing grows it is stored once a second all the same:
// that tells the database that the worker lives, and the worker what is wished of it.

const INTERVAL_MS = 200;
const HEARTBEAT_MS = 1_000;

export interface KeptSaved<Value> {
  /** Takes the value as it is now; storing happens in the background. */
  note(value: Value): void;
  /** Stops storing and waits for the one under way. The settlement stores the rest. */
  end(): Promise<void>;
}

/** Saves the latest value, at first `first`. A failure is logged and left to the next time. */
export function keepSaved<Value>(
  first: Value,
  save: (value: Value) => Promise<void>,
  logged: Record<string, unknown>,
): KeptSaved<Value> {
  const ended = Promise.withResolvers<void>();
  let changed = Promise.withResolvers<void>();
  let latest = first;
  let isEnded = false;
  const loop = saveUntilEnd();

  async function saveUntilEnd(): Promise<void> {
    for (;;) {
      await Promise.race([ended.promise, changed.promise, pause(HEARTBEAT_MS - INTERVAL_MS)]);
      await Promise.race([ended.promise, pause(INTERVAL_MS)]);
      if (isEnded) return;
      changed = Promise.withResolvers();
      await save(latest).catch((error) => logCheckpoint(error, logged));
    }
  }

  return {
    note(value) {
      latest = value;
      changed.resolve();
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
