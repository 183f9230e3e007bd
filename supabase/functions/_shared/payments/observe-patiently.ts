// observe-patiently: for people who wait: tries again while somebody else reads the object.
import { ObjectBusy } from './observe.ts';

/** Together somewhat longer than such a reading takes. */
const DELAYS_MS = [50, 100, 200, 400, 800, 1600];

/** Does what `observation` does; throws ObjectBusy only when the object stays busy. */
export async function observePatiently<T>(observation: () => Promise<T>): Promise<T> {
  for (const delay of DELAYS_MS) {
    try {
      return await observation();
    } catch (error) {
      if (!(error instanceof ObjectBusy)) throw error;
    }
    await new Promise((resolve) => setTimeout(resolve, delay));
  }
  return observation();
}
