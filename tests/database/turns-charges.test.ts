// turns-charges: what an answer costs, by how it ended, what was delivered and the price.
import { beforeAll, describe, expect, it } from 'vitest';
import { ledgerViolations } from '../support/ledger-invariants.ts';
import { ownDatabase } from '../support/own-database.ts';
import {
  begin,
  type Call,
  end,
  makeCharacter,
  makePerson,
  overSql,
  refusalOf,
} from '../support/turn.ts';
import { readCredits } from '../support/wallet.ts';

const MAX_TOKENS = 100;
const STATES = ['complete', 'stopped', 'interrupted', 'failed'] as const;
const PRICES = [0, 1, 10];
const TOKENS = [null, 0, 1, 10, 99, 100, 250];
const TEXTS = {
  'no text': '',
  '11 tokens of text': '🙂'.repeat(11),
  'a long text': 'x'.repeat(900),
};

const database = ownDatabase({ connections: 4 });
let call: Call;
beforeAll(() => {
  call = overSql(database.service);
});

/** The rule of docs/architecture.md, in words of its own. */
function expected(state: string, price: number, text: string, tokens: number | null) {
  if (text === '') return { state: 'failed', charge: 0 };
  if (state === 'complete') return { state, charge: price };
  const delivered = (tokens ?? Buffer.byteLength(text) / 4) / MAX_TOKENS;
  const share = Math.max(1, Math.ceil(price * delivered));
  return { state: state === 'failed' ? 'interrupted' : state, charge: Math.min(price, share) };
}

const CASES = STATES.flatMap((state) =>
  PRICES.flatMap((price) =>
    Object.entries(TEXTS).flatMap(([name, text]) =>
      TOKENS.map((tokens) => ({ state, price, name, text, tokens })),
    ),
  ),
);

describe('the charge of an answer', () => {
  it.each(CASES)('$state, price $price, $name, $tokens tokens', async (given) => {
    const { state, price, text, tokens } = given;
    const user = await makePerson(database.pool, 20);
    const character = await makeCharacter(database.pool, { price, maxOutputTokens: MAX_TOKENS });
    const turn = await begin(call, { user, character });
    const receipt = await end(call, turn, { state, text, outputTokens: tokens, inputTokens: 7 });
    const rule = expected(state, price, text, tokens);
    expect(receipt).toMatchObject({
      state: rule.state,
      held_credits: price,
      charged_credits: rule.charge,
      refunded_credits: price - rule.charge,
      available_credits: 20 - rule.charge,
      output_tokens: tokens,
      input_tokens: 7,
      error_code: rule.state === 'failed' ? 'empty_answer' : null,
    });
    const { plan, bought, held } = await readCredits(database.pool, user);
    expect([plan + bought, held]).toEqual([20 - rule.charge, 0]);
  });
});

describe('the end of a turn', () => {
  const ends = STATES.map((state) => ({ state, text: state === 'failed' ? '' : 'Some words.' }));

  it.each(ends.flatMap((first) => ends.map((second) => ({ first, second }))))(
    '$first.state stays when $second.state is reported after it',
    async ({ first, second }) => {
      const user = await makePerson(database.pool, 20);
      const character = await makeCharacter(database.pool, {});
      const turn = await begin(call, { user, character });
      const receipt = await end(call, turn, { ...first, errorCode: 'stays' });
      const again = await end(call, turn, { ...second, text: 'Other words.', outputTokens: 99 });
      expect(again).toEqual(receipt);
    },
  );

  it.each([0, 2, 1000])('is not reported by attempt %i of one', async (attempt) => {
    const user = await makePerson(database.pool, 20);
    const turn = await begin(call, { user, character: await makeCharacter(database.pool, {}) });
    expect(await end(call, { ...turn, attempt })).toMatchObject({ state: 'streaming' });
    expect(await readCredits(database.pool, user)).toMatchObject({ held: 10 });
  });

  it.each([
    ['a state that is none', { state: 'finished' }],
    ['a turn that still streams', { state: 'streaming' }],
    ['fewer tokens than none', { state: 'stopped', outputTokens: -1 }],
    ['a text of 200001 characters', { text: 'x'.repeat(200_001) }],
  ])('with %s is refused and changes nothing', async (_, ending) => {
    const user = await makePerson(database.pool, 20);
    const turn = await begin(call, { user, character: await makeCharacter(database.pool, {}) });
    expect(await refusalOf(end(call, turn, ending))).toMatchObject({ code: '23514' });
    expect(await readCredits(database.pool, user)).toMatchObject({ held: 10 });
    expect(await end(call, turn)).toMatchObject({ state: 'complete', charged_credits: 10 });
  });

  it('leaves the books right', async () => {
    expect(await ledgerViolations(database.pool)).toEqual([]);
  });
});
