// storable: what a provider said, as the database can keep it. Providers owe us neither well-formed
// text nor sensible numbers, and a settlement must not fail over either.

/** The bound of messages_content_check. */
const TEXT_MAX_LENGTH = 200_000;
const INTEGER_MAX = 2 ** 31 - 1;

/** The text without NUL and half surrogate pairs, cut at the bound. */
export function storableText(text: string): string {
  return text.replaceAll('\u0000', '').slice(0, TEXT_MAX_LENGTH).toWellFormed();
}

/** The count, if it is one that an `integer` column takes. */
export function storableCount(count: number | undefined): number | undefined {
  return Number.isInteger(count) && count !== undefined && count >= 0 && count <= INTEGER_MAX
    ? count
    : undefined;
}
