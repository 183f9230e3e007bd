// characters-stats: how much a character is used and how it is rated, counted once, and popularity
// against its formula written in another way: as a sum that decays.
import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { ownDatabase } from '../support/own-database.ts';
import { begin, end, makeCharacter, makePerson, overSql } from '../support/turn.ts';

const database = ownDatabase({ connections: 8 });
const WEEK_MS = 7 * 86_400_000;
const ORIGIN = Date.parse('2026-01-01T00:00:00Z');

let slug: string;
let id: string;
let user: string;
beforeEach(async () => {
  await work();
  slug = await makeCharacter(database.pool, { price: 1 });
  id = await idOf(slug);
  user = await makePerson(database.pool, 1000);
});

async function query<Row>(text: string, values: unknown[] = []): Promise<Row[]> {
  return (await database.pool.query(text, values)).rows as Row[];
}

async function idOf(of: string): Promise<string> {
  const [row] = await query<{ id: string }>('select id from public.characters where slug = $1', [
    of,
  ]);
  if (!row) throw new Error(`There is no ${of}.`);
  return row.id;
}

interface Shown {
  conversation_count: number;
  message_count: number;
  rating: string | null;
  rating_count: number;
  last_active_at: Date | null;
  popularity: number;
  counted_at: Date | null;
  updated_at: Date;
}

async function shown(of = id): Promise<Shown> {
  const [row] = await query<Shown>(
    `select conversation_count::int, message_count::int, rating, rating_count::int,
       last_active_at, popularity, counted_at, updated_at
     from public.characters where id = $1`,
    [of],
  );
  if (!row) throw new Error(`There is no ${of}.`);
  return row;
}

/** What the jobs of each minute do; returns to how many cards. */
async function work(): Promise<number> {
  await query('select private.sum_usage()');
  const [row] = await query<{ cards: number }>('select private.show_statistics() as cards');
  return row?.cards ?? 0;
}

async function talk(character = slug, chat?: string, text = 'An answer.'): Promise<void> {
  const call = overSql(database.service);
  const turn = await begin(call, { user, character, ...(chat ? { chat } : {}) });
  await end(call, turn, { text, state: text ? 'complete' : 'failed' });
}

const rate = (stars: number, count: number) =>
  query('select private.count_rating($1, $2, $3)', [id, stars, count]);

describe('a card', () => {
  it('says how many conversations began, answers were given, and when the last one', async () => {
    for (let nr = 0; nr < 3; nr += 1) await talk(slug, 'one');
    await talk(slug, 'two');
    await talk(slug, 'two', '');
    expect(await shown()).toMatchObject({ conversation_count: 0, message_count: 0 });
    await work();
    const card = await shown();
    expect(card).toMatchObject({ conversation_count: 2, message_count: 4, rating: null });
    const [row] = await query<{ at: Date }>(
      `select max(created_at) as at from private.usage_record
       where character_id = $1 and outcome <> 'failed'`,
      [id],
    );
    expect(card.last_active_at).toEqual(row?.at);
  });

  it('keeps its sums when conversations are deleted, and its time of change', async () => {
    await talk();
    const before = await shown();
    await work();
    await query('delete from public.conversations where character_id = $1', [id]);
    await talk();
    await work();
    expect(await shown()).toMatchObject({
      conversation_count: 2,
      message_count: 2,
      updated_at: before.updated_at,
    });
  });

  it('is written only when something happened: the job costs what was used', async () => {
    const idle = await makeCharacter(database.pool, {});
    await talk();
    expect(await work()).toBe(1);
    expect(await work()).toBe(0);
    expect((await shown(await idOf(idle))).counted_at).toBeNull();
  });

  it('counts each answer once while jobs and talk run at once', async () => {
    const other = await makeCharacter(database.pool, { price: 1 });
    await Promise.all([
      ...Array.from({ length: 10 }, () => talk()),
      ...Array.from({ length: 10 }, () => talk(other)),
      ...Array.from({ length: 6 }, () => work()),
      rate(5, 1),
    ]);
    await work();
    for (const each of [id, await idOf(other)])
      expect(await shown(each)).toMatchObject({ conversation_count: 10, message_count: 10 });
    expect(await shown()).toMatchObject({ rating: '5.00', rating_count: 1 });
  });

  it('shows the mean of the stars, and none without a rating', async () => {
    for (const stars of [5, 4, 4]) await rate(stars, 1);
    await work();
    expect(await shown()).toMatchObject({ rating: '4.33', rating_count: 3 });
    await rate(-3, 0);
    await work();
    expect(await shown()).toMatchObject({ rating: '3.33', rating_count: 3 });
    await rate(-10, -3);
    await work();
    expect(await shown()).toMatchObject({ rating: null, rating_count: 0 });
    await expect(rate(-1, -1)).rejects.toMatchObject({
      constraint: 'character_stats_rating_sum_check',
    });
    await expect(rate(6, 1)).rejects.toMatchObject({ code: '23514' });
  });

  it('is counted while accounts go with their characters: none waits in a circle', async () => {
    for (let round = 0; round < 10; round += 1) {
      const owner = await makePerson(database.pool, 10);
      await query(
        `insert into public.characters (owner_id, slug, name, tagline, greeting, category, model)
         select $1::uuid, 'own-' || gen_random_uuid(), 'Own', 'Own.', 'Hello.', 'test', 'none'
         from generate_series(1, 3)`,
        [owner],
      );
      const own = await query<{ slug: string }>(
        'select slug from public.characters where owner_id = $1',
        [owner],
      );
      const call = overSql(database.service);
      for (const { slug: character } of own)
        await end(call, await begin(call, { user: owner, character }));
      await Promise.all([
        query('delete from auth.users where id = $1', [owner]),
        talk(),
        work(),
        work(),
        rate(4, 1),
      ]);
    }
    await work();
    expect(await shown()).toMatchObject({ message_count: 10, rating_count: 10 });
  });

  it('of a character that is gone is missed by nobody', async () => {
    await talk();
    await query('delete from auth.users where id = $1', [user]);
    await query('delete from public.characters where id = $1', [id]);
    expect(await work()).toBe(0);
  });
});

interface Event {
  weeks: number;
  conversations: number;
  messages: number;
}

const event = fc.record({
  weeks: fc.double({ min: 0, max: 300, noNaN: true }),
  conversations: fc.integer({ min: 0, max: 3 }),
  messages: fc.integer({ min: 1, max: 50 }),
});

/** Counts events in runs of the job, as they may come. */
async function count(runs: Event[][], of = id): Promise<void> {
  for (const run of runs) {
    await query(
      `select private.count_events(array_agg(
         row($1::uuid, happened_at, conversations, messages)::private.character_event))
       from unnest($2::timestamptz[], $3::bigint[], $4::bigint[])
         as each (happened_at, conversations, messages)`,
      [
        of,
        run.map(({ weeks }) => new Date(ORIGIN + weeks * WEEK_MS)),
        run.map(({ conversations }) => conversations),
        run.map(({ messages }) => messages),
      ],
    );
  }
  await work();
}

describe('popularity', () => {
  it('is the logarithm of a sum that halves each week, however it is counted', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(event, { minLength: 1, maxLength: 5 }), { minLength: 1, maxLength: 4 }),
        async (runs) => {
          const of = await idOf(await makeCharacter(database.pool, {}));
          await count(runs, of);
          const now = 300;
          const sum = runs.flat().reduce((total, { weeks, conversations, messages }) => {
            // As the database keeps it, in whole microseconds; here in milliseconds.
            const age = now - Math.trunc(weeks * WEEK_MS) / WEEK_MS;
            return total + (5 * conversations + messages) * 2 ** -age;
          }, 0);
          expect((await shown(of)).popularity).toBeCloseTo(now + Math.log2(sum), 6);
        },
      ),
      { numRuns: 30 },
    );
  });

  it('of two characters that nobody uses any more keeps their order without a job', async () => {
    await count([[{ weeks: 10, conversations: 0, messages: 100 }]]);
    const other = await idOf(await makeCharacter(database.pool, {}));
    await count([[{ weeks: 16, conversations: 0, messages: 1 }]], other);
    expect((await shown()).popularity).toBeGreaterThan((await shown(other)).popularity);
    await count([[{ weeks: 17, conversations: 0, messages: 1 }]], other);
    expect((await shown()).popularity).toBeLessThan((await shown(other)).popularity);
  });

  it.each([
    [5, 100, Math.log2(530 / 110 / 3)],
    [1, 100, Math.log2(130 / 110 / 3)],
    [5, 1, Math.log2(35 / 11 / 3)],
    [3, 50, 0],
  ])('of %i stars by %i people moves by the Bayesian average', async (stars, people, moves) => {
    await count([[{ weeks: 10, conversations: 1, messages: 3 }]]);
    expect((await shown()).popularity).toBeCloseTo(13, 9);
    await rate(stars * people, people);
    await work();
    expect((await shown()).popularity).toBeCloseTo(13 + moves, 9);
  });

  it('of a character that was last used 30 years ago can still be counted', async () => {
    await count([[{ weeks: 0, conversations: 0, messages: 1 }]]);
    await count([[{ weeks: 1600, conversations: 0, messages: 1 }]]);
    expect((await shown()).popularity).toBeCloseTo(1600, 9);
  });
});
