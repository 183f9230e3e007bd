// seam: what a model repeats when it goes on with an answer is not shown, and nothing else is lost.
import type { UIMessageChunk } from 'ai';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createSeam } from '../../supabase/functions/chat/seam.ts';

const DELIVERED = 'The whale is the largest animal that has ever lived. It eats';

/** What is shown of a continuation that comes in these pieces. */
function shown(delivered: string, pieces: string[]): string {
  const seam = createSeam(delivered);
  const parts: UIMessageChunk[] = [
    { type: 'text-start', id: 't' },
    ...pieces.map((delta) => ({ type: 'text-delta' as const, id: 't', delta })),
    { type: 'text-end', id: 't' },
  ];
  return parts
    .flatMap(seam.take)
    .map((part) => (part.type === 'text-delta' ? part.delta : ''))
    .join('');
}

it.each([
  ['goes on', [' krill', ' all day.'], ' krill all day.'],
  [
    'begins again from the start',
    [DELIVERED.slice(0, 30), `${DELIVERED.slice(30)} krill.`],
    ' krill.',
  ],
  ['repeats its last sentence', ['ever lived. ', 'It eats krill.'], ' krill.'],
  ['only repeats', [DELIVERED], ''],
  ['says a short word again, as answers do', ['eats', ' and eats.'], 'eats and eats.'],
  ['begins with what stands elsewhere', ['The whale', ' sleeps.'], 'The whale sleeps.'],
  ['says nothing', [], ''],
])('a model that %s', (_, pieces, expected) => {
  expect(shown(DELIVERED, pieces)).toBe(expected);
});

it('between words there is one space where the text ended with it', () => {
  expect(shown('So it was ', [' a', ' day'])).toBe('a day');
});

it('an answer from its beginning is shown as it comes', () => {
  expect(shown('', ['So', ' it'])).toBe('So it');
});

it('whatever is repeated, from any place and in any pieces, the answer is the same', () => {
  // Letters that do not repeat, so that there is one way only to join them.
  const letters = Array.from({ length: 300 }, (_, nr) => String.fromCodePoint(0x4e00 + nr)).join(
    '',
  );
  fc.assert(
    fc.property(
      fc.integer({ min: 20, max: 250 }),
      fc.nat(),
      fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1 }),
      (cut, back, sizes) => {
        const delivered = letters.slice(0, cut);
        // From where it was cut, or from twelve letters or more before.
        const from = Math.max(0, cut - (back % 3 === 0 ? 0 : 12 + (back % cut)));
        const rest = letters.slice(from);
        const pieces: string[] = [];
        for (let at = 0, nr = 0; at < rest.length; nr++) {
          const size = sizes[nr % sizes.length] ?? 1;
          pieces.push(rest.slice(at, at + size));
          at += size;
        }
        expect(delivered + shown(delivered, pieces)).toBe(letters);
      },
    ),
  );
});
