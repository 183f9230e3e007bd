// create-state: the state of stand-ins at the start.
import type { UpstreamState } from './exchange.ts';
import { createGates } from './gates.ts';
import { createJournal } from './journal.ts';

/** Nothing asked yet, no fault, answers at that pace (tokens a second; 0: as fast as it goes). */
export function createState(tokensPerSecond = 0): UpstreamState {
  return {
    journal: createJournal(),
    gates: createGates(),
    outage: undefined,
    failures: new Map(),
    calls: new Map(),
    tokensPerSecond,
  };
}
