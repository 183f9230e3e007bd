// in-order: what belongs to one name happens one after the other, other names meanwhile.

export class InOrder {
  readonly #last = new Map<string, Promise<void>>();
  readonly #onError: (error: unknown, name: string) => void;
  #pending = 0;

  constructor(onError: (error: unknown, name: string) => void) {
    this.#onError = onError;
  }

  /** Tasks that have not ended. */
  get pending(): number {
    return this.#pending;
  }

  /** Runs `task` now, or when the tasks before it have ended. */
  run(name: string, task: () => void | Promise<void>): void {
    const before = this.#last.get(name);
    if (!before) {
      const running = this.#start(name, task);
      if (running) this.#remember(name, running);
      return;
    }
    this.#remember(
      name,
      before.then(() => this.#start(name, task)),
    );
  }

  /** Resolves when all tasks of now have ended. */
  async settled(): Promise<void> {
    await Promise.all(this.#last.values());
  }

  #start(name: string, task: () => void | Promise<void>): Promise<void> | undefined {
    try {
      return task()?.catch((error: unknown) => this.#onError(error, name));
    } catch (error) {
      this.#onError(error, name);
      return undefined;
    }
  }

  #remember(name: string, running: Promise<void>): void {
    this.#pending += 1;
    const ended = running.then(() => {
      this.#pending -= 1;
      if (this.#last.get(name) === ended) this.#last.delete(name);
    });
    this.#last.set(name, ended);
  }
}
