// storable: what a provider said, as the database can keep it. Providers owe us neither well-formed
// text nor sensible numbers, and a settlement must not fail over either. Readers get the text in
// the same form, so that an offset into what they have is one into what is stored.

/** The bound of messages_content_check. */
const TEXT_MAX_LENGTH = 200_000;
const INTEGER_MAX = 2 ** 31 - 1;

export interface StorableText {
  /** All that was taken so far. */
  readonly text: string;
  /** Takes what a provider sent next; returns what of it is shown now. */
  take(delta: string): string;
}

/** A growing text without NUL and half letters (surrogates), cut at the bound. */
export function createStorableText(): StorableText {
  let text = '';
  let halfLetter = '';
  return {
    get text() {
      return text;
    },
    take(delta) {
      const joined = halfLetter + delta.replaceAll('\u0000', '');
      halfLetter = /[\ud800-\udbff]$/.exec(joined)?.[0] ?? '';
      const whole = joined.slice(0, joined.length - halfLetter.length).toWellFormed();
      const shown = whole.slice(0, TEXT_MAX_LENGTH - text.length).replace(/[\ud800-\udbff]$/, '');
      text += shown;
      return shown;
    },
  };
}

/** The count, if it is one that an `integer` column takes. */
export function storableCount(count: number | undefined): number | undefined {
  return Number.isInteger(count) && count !== undefined && count >= 0 && count <= INTEGER_MAX
    ? count
    : undefined;
}
