// add-months: where a subscription's periods begin, counted as SQL's private.period_start does.

/** So many months after a moment, in UTC, at most the last day of the month. */
export function addMonths(anchor: string, months: number): string {
  const date = new Date(anchor);
  const day = date.getUTCDate();
  date.setUTCDate(1);
  date.setUTCMonth(date.getUTCMonth() + months);
  const last = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0)).getUTCDate();
  date.setUTCDate(Math.min(day, last));
  return date.toISOString();
}

/** The number of the period that a moment is in, from 0; of the one before the anchor, 0 too. */
export function periodOf(anchor: string, step: number, moment: string): number {
  let nr = 0;
  while (addMonths(anchor, (nr + 1) * step) <= moment) nr += 1;
  return nr;
}
