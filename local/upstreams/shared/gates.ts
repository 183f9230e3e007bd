// gates: places in an answer where the stand-in waits until a test lets it go on.

export interface Gates {
  /** Resolves when the gate has been opened, before or after this call. */
  pass(name: string): Promise<void>;
  open(name: string): void;
  /** How many answers have come to the gate, and whether it is open. */
  state(name: string): { arrived: number; open: boolean };
  clear(): void;
}

interface Gate {
  arrived: number;
  open: boolean;
  opened: PromiseWithResolvers<void>;
}

export function createGates(): Gates {
  const gates = new Map<string, Gate>();

  function find(name: string): Gate {
    const gate = gates.get(name);
    if (gate) return gate;
    const closed = { arrived: 0, open: false, opened: Promise.withResolvers<void>() };
    gates.set(name, closed);
    return closed;
  }

  function open(name: string): void {
    const gate = find(name);
    gate.open = true;
    gate.opened.resolve();
  }

  return {
    pass(name) {
      const gate = find(name);
      gate.arrived += 1;
      return gate.opened.promise;
    },
    open,
    state(name) {
      const gate = gates.get(name);
      return { arrived: gate?.arrived ?? 0, open: gate?.open ?? false };
    },
    clear() {
      for (const name of gates.keys()) open(name);
      gates.clear();
    },
  };
}
