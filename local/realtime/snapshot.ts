// snapshot: which transactions a statement saw, as pg_current_snapshot() writes it.

/** `xmin:xmax:xip,xip`: all below xmax but those in progress, xip. */
export class Snapshot {
  readonly #end: number;
  readonly #open: ReadonlySet<number>;

  constructor(text: string) {
    const [, end = '', open = ''] = text.split(':');
    this.#end = short(end);
    this.#open = new Set(open.split(',').filter(Boolean).map(short));
  }

  /** Whether the statement saw what the committed transaction `xid` (32 bits) did. */
  includes(xid: number): boolean {
    // Below, in the circle that 32 bits are.
    return ((xid - this.#end) | 0) < 0 && !this.#open.has(xid);
  }
}

/** The WAL names transactions by their lower 32 bits. */
function short(xid: string): number {
  return Number(BigInt(xid) & 0xffffffffn);
}
