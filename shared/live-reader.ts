// live-reader: reads when it is asked to, one at a time.

export interface LiveReader {
  /** Reads now, or once more after the read that is under way. */
  again(): void;
  end(): void;
}

/** Runs `read` one at a time, again when it is asked for meanwhile, and later when it fails. */
export function createReader(retryMs: number, read: () => Promise<void>): LiveReader {
  let isReading = false;
  let isWanted = false;
  let isEnded = false;
  let timer: ReturnType<typeof setTimeout> | undefined;

  async function again(): Promise<void> {
    isWanted = true;
    if (isReading) return;
    isReading = true;
    clearTimeout(timer);
    try {
      while (isWanted && !isEnded) {
        isWanted = false;
        await read();
      }
    } catch {
      if (!isEnded) timer = setTimeout(() => void again(), retryMs);
    } finally {
      isReading = false;
    }
  }

  return {
    again: () => void again(),
    end() {
      isEnded = true;
      clearTimeout(timer);
    },
  };
}
