// measure: what a bench returns: one line of a report, beside the limit it is compared with.

export interface Measure {
  bench: string;
  /** What was measured, in words. */
  measure: string;
  value: number;
  unit: string;
  /** The physical limit, measured in the same run and in the same unit. */
  beside: number;
  /** value / beside; null where the budget is a number of its own. */
  ratio: number | null;
  /**
   * The least ratio where there is one, the greatest value where there is none; null for what is
   * measured to be compared with.
   */
  budget: number | null;
  ok: boolean;
}

export interface MeasureOptions {
  /** How long each single measurement lasts. */
  seconds: number;
  /** Told what is being done now. */
  onStep: (step: string) => void;
}

/** The middle of some numbers: what a run without an accident would have shown. */
export function median(numbers: number[]): number {
  const middle = numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)];
  if (middle === undefined) throw new Error('There is no median of nothing.');
  return middle;
}
