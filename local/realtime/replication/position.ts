// position: up to where the WAL has been passed on.
import type { LogicalReplicationService } from 'pg-logical-replication';

const START = '0/0';

export class Position {
  /** Everything before is passed on; replication begins here again. */
  lsn = START;
  #open = 0;

  /** A new slot, or a new connection to it at `lsn`. */
  restart(lsn = START): void {
    this.lsn = lsn;
    this.#open = 0;
  }

  /** A transaction has come in. */
  begin(): void {
    this.#open += 1;
  }

  /** It has been passed on. */
  commit(endLsn: string | null): void {
    this.#open -= 1;
    if (endLsn !== null) this.lsn = endLsn;
  }

  /** The server has nothing for us before `lsn` that it has not sent. */
  hear(lsn: string): void {
    if (this.#open === 0) this.lsn = lsn;
  }

  /** Lets the server forget what lies before. */
  async acknowledge(service: LogicalReplicationService): Promise<void> {
    if (this.lsn === START) return;
    // The package adds one; a stopping server waits for exactly its own position.
    const [high = 0n, low = 0n] = this.lsn.split('/').map((half) => BigInt(`0x${half}`));
    const before = (high << 32n) + low - 1n;
    const halves = [before >> 32n, before & 0xffffffffn];
    await service.acknowledge(halves.map((half) => half.toString(16)).join('/'));
  }
}
