// rate: counts what happens, and says when it is too often.

/** At most `most` times in each window of `windowMs`. */
export class Rate {
  readonly #most: number;
  readonly #windowMs: number;
  #window = 0;
  #count = 0;

  constructor(most: number, windowMs = 1000) {
    this.#most = most;
    this.#windowMs = windowMs;
  }

  /** Counts one more, or returns false when the window is full. */
  take(): boolean {
    const window = Math.floor(performance.now() / this.#windowMs);
    if (window !== this.#window) {
      this.#window = window;
      this.#count = 0;
    }
    this.#count += 1;
    return this.#count <= this.#most;
  }
}
