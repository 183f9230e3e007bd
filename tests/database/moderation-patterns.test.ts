// moderation-patterns: what patterns meet, which are refused, and how they come into force.

import type pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ownDatabase } from '../support/own-database.ts';
import { ORDERS, race } from '../support/race.ts';

const database = ownDatabase({ connections: 4 });
let client: pg.PoolClient;

beforeAll(async () => {
  client = await database.pool.connect();
});
afterAll(() => client.release());

interface Pattern {
  content: string;
  kind?: 'words' | 'regex';
  action?: 'flag' | 'warn' | 'block';
  direction?: 'input' | 'output' | 'both';
  category?: string;
}

const INSERT = `
  insert into private.moderation_pattern (category, direction, kind, content, action, source)
  values ($1, $2, $3, $4, $5, 'admin')`;

function valuesOf(pattern: Pattern): string[] {
  const { category = 'test', direction = 'both', kind = 'words', content } = pattern;
  return [category, direction, kind, content, pattern.action ?? 'block'];
}

/** Whether a text meets the one pattern that there is, undone. */
async function meets(pattern: Pattern, text: string, direction = 'input'): Promise<boolean> {
  const match = await matchOf([pattern], text, direction);
  return match !== null;
}

async function matchOf(patterns: Pattern[], text: string, direction = 'input') {
  await client.query('begin');
  try {
    await client.query('delete from private.moderation_pattern where true');
    for (const pattern of patterns) await client.query(INSERT, valuesOf(pattern));
    const { rows } = await client.query(
      `select category, action from private.match_patterns($1, $2) where action is not null`,
      [direction, text],
    );
    return rows[0] ?? null;
  } finally {
    await client.query('rollback');
  }
}

async function refusalOfPattern(pattern: Pattern): Promise<string> {
  try {
    await client.query(INSERT, valuesOf(pattern));
  } catch (error) {
    const { code, detail } = error as { code: string; detail: string };
    return code === 'PT400' ? JSON.parse(detail).reason : code;
  }
  throw new Error('The pattern was taken.');
}

describe('words', () => {
  it.each([
    ['in any case', 'Frog', 'a FROG!'],
    ['accented, in any case', 'Éclair', 'un éCLAIR'],
    ['over several spaces', 'big frog', 'a big \n frog'],
    ['any line of the list', 'newt\n\n  toad \n', 'toads? No: toad.'],
    ['with signs that mean something in expressions', 'c++ (a.b)', 'I say c++ (a.b) now'],
    ['in full-width letters', 'frog', 'ｆｒｏｇ'],
    ['with something invisible between the letters', 'frog', 'fr\u200bo\u00adg'],
    ['in Chinese, without spaces', '青蛙', '我喜欢青蛙和鸟'],
    ['in Japanese', 'カエル', 'このカエルは'],
    ['in Korean, with a particle', '개구리', '개구리를'],
    ['in Thai', 'กบ', 'ฉันชอบกบมาก'],
    ['in Arabic', 'ضفدع', 'هذا ضفدع هنا'],
    ['of signs only', '🐸', 'hop 🐸 hop'],
  ])('are met %s', async (_, content, text) => {
    expect(await meets({ content }, text)).toBe(true);
  });

  it.each([
    ['within a longer word', 'frog', 'frogs leapfrog'],
    ['by signs that mean something in expressions', 'a.b', 'aXb'],
    ['in the other direction', 'frog', 'frog'],
    ['by nothing', 'frog', ''],
  ])('are not met %s', async (_, content, text) => {
    expect(await meets({ content, direction: 'output' }, text, 'input')).toBe(false);
    if (text !== 'frog') expect(await meets({ content }, text)).toBe(false);
  });
});

describe('regular expressions', () => {
  it.each([
    ['\\d{3}-\\d{4}', 'call 555-1234', true],
    ['\\mfrogs?\\M', 'two FROGS', true],
    ['(red|green) frog', 'a green frog', true],
    ['(?:red|green) frog', 'a blue frog', false],
  ])('%s and "%s"', async (content, text, isMet) => {
    expect(await meets({ kind: 'regex', content }, text)).toBe(isMet);
  });

  it.each([
    ['(a)\\1', 'it refers back to a group'],
    ['(?=a)b', 'it looks around or sets options'],
    ['(?<!a)b', 'it looks around or sets options'],
    ['(?i)a', 'it looks around or sets options'],
    ['***=a', 'it looks around or sets options'],
    ['((a{50}){50}){50}', 'its repetitions multiply to more than 1000'],
    ['(a{2,255}b{9,}){9}', 'its repetitions multiply to more than 1000'],
    ['a*', 'the empty text meets it'],
    ['frog|', 'the empty text meets it'],
    ['[a', 'invalid regular expression: brackets [] not balanced'],
    ['a)|(b', 'invalid regular expression: parentheses () not balanced'],
    ['a\\', 'invalid regular expression: invalid escape \\ sequence'],
  ])('%s is refused: %s', async (content, reason) => {
    expect(await refusalOfPattern({ kind: 'regex', content })).toBe(reason);
  });

  it.each([
    ['longer than 500', { kind: 'regex', content: 'x'.repeat(501) }],
    ['of no category', { content: 'frog', category: 'Frogs!' }],
    ['of an unknown action', { content: 'frog', action: 'shout' as 'block' }],
    ['words longer than 4000', { content: 'frog '.repeat(801) }],
  ] as [string, Pattern][])('%s are refused', async (_, pattern) => {
    expect(await refusalOfPattern(pattern)).toBe('23514');
  });

  it('words of one list are met each, also those that cannot stand alone', async () => {
    const content = 'frog\n$$$\n\u9752\u86d9\n.net\ngreen toad';
    for (const text of [
      'a FROG',
      'it costs $$$!',
      '\u4e00\u9752\u86d9\u4e8c',
      'a .net',
      'green  toad',
    ])
      expect(await meets({ content }, text)).toBe(true);
    for (const text of ['frogs', 'leapfrog', 'a green toadstool', 'net', '$$'])
      expect(await meets({ content }, text)).toBe(false);
  });

  it('words of one list begin and end together, or many take seconds to compile', async () => {
    const content = Array.from({ length: 200 }, (_, nr) => `word${nr}`).join('\n');
    const { rows } = await client.query('select private.words_expression($1) as expression', [
      content,
    ]);
    expect(rows[0].expression.match(/\\[mM]/g)).toEqual(['\\m', '\\M']);
  });

  it('words without a word are refused', async () => {
    expect(await refusalOfPattern({ content: ' \n\t\n' })).toBe('it has no word');
  });

  it('that make others go back and forth take a time proportional to the text', async () => {
    // Exponential for an engine that tries one way after the other: here the longest texts end
    // well within the platform's statement timeout.
    const patterns = ['(a+)+b', '(a|aa)+c', '(.*a){12}d', '(x+x+)+y'];
    await client.query('begin');
    for (const content of patterns)
      await client.query(INSERT, valuesOf({ kind: 'regex', content }));
    await client.query(`set local statement_timeout = '8s'`);
    for (const text of ['a'.repeat(200_000), 'x'.repeat(200_000), 'ax'.repeat(100_000)])
      await client.query(`select private.match_patterns('output', $1)`, [text]);
    await client.query('rollback');
  });
});

describe('several patterns', () => {
  it('the strongest action counts, with its category', async () => {
    const patterns: Pattern[] = [
      { content: 'frog', action: 'flag', category: 'one' },
      { content: 'big frog', action: 'block', category: 'two' },
      { content: 'big', action: 'warn', category: 'three' },
    ];
    expect(await matchOf(patterns, 'a frog')).toEqual({ category: 'one', action: 'flag' });
    expect(await matchOf(patterns, 'a big frog')).toEqual({ category: 'two', action: 'block' });
    expect(await matchOf(patterns, 'a newt')).toBeNull();
  });

  it('there are 500 at most, and they are one expression', async () => {
    await client.query('begin');
    await client.query(`
      insert into private.moderation_pattern
        (category, direction, kind, content, action, source)
      select 'test', 'both', 'words', 'word' || nr, 'block', 'admin'
      from generate_series(1, 500 - (
        select count(*)::int from private.moderation_pattern)) as nr`);
    const { rows } = await client.query(
      `select category from private.match_patterns('input', 'some word42 or other')`,
    );
    expect(rows).toEqual([{ category: 'test' }]);
    expect(await refusalOfPattern({ content: 'one too many' })).toBe('there are 500 already');
    await client.query('rollback');
  });

  it.each(ORDERS)('written by two at once are both in force: %s', async (_, order) => {
    const words = [crypto.randomUUID(), crypto.randomUUID()];
    const write = (content: string | undefined) => ({
      run: (connection: pg.PoolClient) =>
        connection.query(INSERT, valuesOf({ content: content ?? 'none' })),
    });
    await race(database.pool, [write(words[0]), write(words[1])], order);
    for (const word of words) {
      const { rows } = await client.query(
        `select action from private.match_patterns('output', $1)`,
        [`say ${word}`],
      );
      expect(rows).toEqual([{ action: 'block' }]);
    }
  });
});
