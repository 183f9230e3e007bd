// add-periods: when a subscription's period ends: so many months after its anchor, in UTC, at most
// the last day of the month, as Stripe counts.

/** Seconds since 1970, that many months after the anchor. */
export function addMonths(anchor: number, months: number): number {
  const date = new Date(anchor * 1000);
  const day = date.getUTCDate();
  date.setUTCDate(1);
  date.setUTCMonth(date.getUTCMonth() + months);
  const last = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0)).getUTCDate();
  date.setUTCDate(Math.min(day, last));
  return date.getTime() / 1000;
}

/** The first end of a period after a moment. */
export function nextPeriodEnd(anchor: number, interval: 'month' | 'year', after: number): number {
  const step = interval === 'year' ? 12 : 1;
  for (let months = step; ; months += step) {
    const end = addMonths(anchor, months);
    if (end > after) return end;
  }
}
