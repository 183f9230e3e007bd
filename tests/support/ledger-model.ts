// ledger-model: the books of a few owners as a few lines of arithmetic, and random operations on
// them. What the model answers to an operation, the database must answer too.
import fc from 'fast-check';

export type Kind = 'wallet_plan' | 'wallet_bought';

/** Owners and keys are numbers here; a test gives them identities of its own. */
export type Operation =
  | { verb: 'grant'; owner: number; kind: Kind; amount: number; key: number }
  | { verb: 'hold'; owner: number; amount: number; key: number }
  | { verb: 'settle'; key: number; amount: number }
  | { verb: 'void'; key: number }
  | { verb: 'expire'; key: number }
  | { verb: 'sweep' };

/** A hold as seen from outside, an SQLSTATE, or nothing worth comparing. */
export type Answer =
  | { amount: number; state: 'held' | 'settled' | 'voided'; settled: number | null }
  | { code: string }
  | undefined;

/** Few owners, keys and credits, so that operations meet. */
export function operations(owners: number, keys: number): fc.Arbitrary<Operation> {
  const owner = fc.nat(owners - 1);
  const key = fc.nat(keys - 1);
  const amount = fc.nat(12);
  const kind = fc.constantFrom<Kind>('wallet_plan', 'wallet_bought');
  return fc.oneof(
    { weight: 3, arbitrary: ofVerb('grant', { owner, kind, amount, key }) },
    { weight: 6, arbitrary: ofVerb('hold', { owner, amount, key }) },
    { weight: 5, arbitrary: ofVerb('settle', { key, amount }) },
    { weight: 2, arbitrary: ofVerb('void', { key }) },
    { weight: 2, arbitrary: ofVerb('expire', { key }) },
    { weight: 1, arbitrary: ofVerb('sweep', {}) },
  );
}

/** Records of one verb, without the null prototypes that would make a report hard to read. */
export function ofVerb<Verb extends string, Fields extends object>(
  verb: Verb,
  fields: { [Name in keyof Fields]: fc.Arbitrary<Fields[Name]> },
): fc.Arbitrary<{ verb: Verb } & Fields> {
  return fc.record(fields, { noNullPrototype: true }).map((values) => ({ verb, ...values }));
}

interface Wallet {
  plan: number;
  bought: number;
  held: { plan: number; bought: number };
}

interface Hold {
  owner: number;
  amount: number;
  parts: { plan: number; bought: number };
  state: 'held' | 'settled' | 'voided';
  settled: number | null;
  isExpired: boolean;
}

/** The books; `run` does one operation and says what the database must answer. */
export class LedgerModel {
  readonly wallets: Wallet[];
  readonly #grants = new Map<string, string>();
  readonly #holds = new Map<number, Hold>();

  constructor(owners: number) {
    this.wallets = Array.from({ length: owners }, () => ({
      plan: 0,
      bought: 0,
      held: { plan: 0, bought: 0 },
    }));
  }

  run(operation: Operation): Answer {
    switch (operation.verb) {
      case 'grant':
        return this.#grant(operation);
      case 'hold':
        return this.#hold(operation);
      case 'settle':
        return this.#close(operation.key, operation.amount);
      case 'void':
        return this.#close(operation.key, 'void');
      case 'expire': {
        const hold = this.#holds.get(operation.key);
        if (hold) hold.isExpired = true;
        return undefined;
      }
      case 'sweep':
        for (const [key, { isExpired }] of this.#holds) if (isExpired) this.#close(key, 'void');
        return undefined;
    }
  }

  #wallet(owner: number): Wallet {
    const wallet = this.wallets[owner];
    if (!wallet) throw new Error(`There is no owner ${owner}.`);
    return wallet;
  }

  #grant({ owner, kind, amount, key }: Operation & { verb: 'grant' }): Answer {
    if (amount === 0) return { code: 'PT400' };
    // Plan credits are for something of one person; the key of bought ones is everybody's.
    const name = kind === 'wallet_plan' ? `${kind} ${owner} ${key}` : `${kind} ${key}`;
    const payload = JSON.stringify([owner, amount]);
    const made = this.#grants.get(name);
    if (made !== undefined) return made === payload ? undefined : { code: 'PT409' };
    this.#grants.set(name, payload);
    this.#wallet(owner)[kind === 'wallet_plan' ? 'plan' : 'bought'] += amount;
    return undefined;
  }

  #hold({ owner, amount, key }: Operation & { verb: 'hold' }): Answer {
    const made = this.#holds.get(key);
    if (made) {
      return made.owner === owner && made.amount === amount ? seen(made) : { code: 'PT409' };
    }
    const wallet = this.#wallet(owner);
    const plan = Math.min(amount, wallet.plan - wallet.held.plan);
    const bought = amount - plan;
    if (bought > wallet.bought - wallet.held.bought) return { code: 'PT402' };
    wallet.held.plan += plan;
    wallet.held.bought += bought;
    const parts = { plan, bought };
    const hold = { owner, amount, parts, state: 'held', settled: null, isExpired: false } as const;
    this.#holds.set(key, { ...hold });
    return seen(hold);
  }

  #close(key: number, how: number | 'void'): Answer {
    const hold = this.#holds.get(key);
    if (!hold) return { code: 'PT404' };
    if (hold.state !== 'held') return seen(hold);
    const taken = how === 'void' ? 0 : how;
    if (taken > hold.amount) return { code: '23514' };
    const wallet = this.#wallet(hold.owner);
    wallet.held.plan -= hold.parts.plan;
    wallet.held.bought -= hold.parts.bought;
    const fromPlan = Math.min(taken, hold.parts.plan);
    wallet.plan -= fromPlan;
    wallet.bought -= taken - fromPlan;
    hold.state = how === 'void' ? 'voided' : 'settled';
    hold.settled = taken;
    return seen(hold);
  }
}

function seen({ amount, state, settled }: Pick<Hold, 'amount' | 'state' | 'settled'>): Answer {
  return { amount, state, settled };
}
