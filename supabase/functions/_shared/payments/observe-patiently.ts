// observe-patiently: for people who wait: tries again while somebody else reads the object.
import { ObjectBusy } from './observe.ts';

/** Together longer than such a reading takes. */
const DELAYS_MS = [50, 100, 200, 400, 800, 1600];

/**
 * Does what `observation` does. When the object stays busy it is left to whoever has it: that
 * reading, or the event that follows it, brings the same.
 */
export async function observePatiently(observation: () => Promise<unknown>): Promise<void> {
  for (const delay of DELAYS_MS) {
    try {
      await observation();
      return;
    } catch (error) {
      if (!(error instanceof ObjectBusy)) throw error;
    }
    await new Promise((resolve) => setTimeout(resolve, delay));
  }
}
