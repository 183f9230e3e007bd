// my-usage: what a person sees of the own use, up to the moment, and nobody else's.
import type pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { priceModel } from '../support/metered.ts';
import {
  anonymousClient,
  type Client,
  createPerson,
  type Person,
  serviceClient,
} from '../support/person.ts';
import { connect } from '../support/sql.ts';
import { begin, type Call, end, makeCharacter, overDataApi } from '../support/turn.ts';
import { recordUsage, sumUsage } from '../support/usage.ts';

const service: Call = overDataApi(serviceClient());
let db: pg.PoolClient;
let model: string;
let testa: string;
let ada: Person;

beforeAll(async () => {
  db = await connect();
  model = await priceModel(db, { input: 1_000_000, output: 1_000_000 });
  testa = await makeCharacter(db, { price: 10, maxOutputTokens: 100 });
  await db.query('update public.characters set model = $2 where slug = $1', [testa, model]);
  ada = await createPerson();
});
afterAll(() => db.release());

async function myUsage({ client }: { client: Client }) {
  const { data, error } = await client.from('my_usage').select().order('day').order('action');
  if (error) throw error;
  return data;
}

async function chat({ id: user }: Person, ending: { state?: string; text?: string } = {}) {
  const turn = await begin(service, { user, character: testa });
  await end(service, turn, { inputTokens: 40, cachedInputTokens: 8, outputTokens: 25, ...ending });
}

/** Until none of somebody's calls is left: a job of the stack may be at it at the same time. */
async function sumAllOf({ id }: Person): Promise<void> {
  const text =
    'select count(*) as count from private.usage_record where user_id = $1 and not is_summed';
  while ((await db.query(text, [id])).rows[0].count > 0) await sumUsage(db);
}

describe('my_usage', () => {
  const today = () => new Date().toISOString().slice(0, 10);

  it('is right before the calls are summed, after it, and when more come', async () => {
    const person = await createPerson();
    expect(await myUsage(person)).toEqual([]);
    await chat(person);
    await chat(person, { state: 'stopped' });
    await chat(person, { state: 'failed', text: '' });
    const day = today();
    const { rows } = await db.query('select id from public.characters where slug = $1', [testa]);
    const expected = {
      day,
      action: 'chat',
      character_id: rows[0].id,
      model,
      calls: 3,
      failed_calls: 1,
      input_tokens: 120,
      cached_input_tokens: 24,
      output_tokens: 75,
      units: 3,
      credits: 13,
    };
    expect(await myUsage(person)).toEqual([expected]);
    await sumAllOf(person);
    expect(await myUsage(person)).toEqual([expected]);
    await chat(person);
    const more = { ...expected, calls: 4, units: 4, credits: 23 };
    const grown = { ...more, input_tokens: 160, cached_input_tokens: 32, output_tokens: 100 };
    expect(await myUsage(person)).toEqual([grown]);
    await sumAllOf(person);
    expect(await myUsage(person)).toEqual([grown]);
  });

  it('is of UTC days, before the calls are summed and after it', async () => {
    const person = await createPerson();
    for (const at of ['2026-03-01T23:59:59.999Z', '2026-03-02T00:00:00Z', '2026-03-02T23:59:59Z'])
      await recordUsage(db, { user: person.id, at, credits: 4 });
    const expected = [
      { day: '2026-03-01', calls: 1, credits: 4 },
      { day: '2026-03-02', calls: 2, credits: 8 },
    ];
    expect(await myUsage(person)).toMatchObject(expected);
    await sumAllOf(person);
    expect(await myUsage(person)).toMatchObject(expected);
  });

  it("has nothing of anybody else's, also for an admin", async () => {
    await chat(ada);
    const others = [await createPerson(), await createPerson({ isAdmin: true })];
    for (const other of others) expect(await myUsage(other)).toEqual([]);
    await sumAllOf(ada);
    for (const other of others) expect(await myUsage(other)).toEqual([]);
    expect(await myUsage(ada)).toMatchObject([{ calls: 1, credits: 10 }]);
  });

  it.each(['cost_micros', 'revenue_micros', 'provider', 'plan', 'latency_ms', 'user_id'])(
    'does not tell the %s',
    async (column) => {
      const { error } = await ada.client.from('my_usage').select(column);
      expect(error).toMatchObject({ code: '42703' });
    },
  );

  it.each(['usage_record', 'usage_day'])('is the only way to %s', async (table) => {
    const { error } = await ada.client
      .schema('private' as never)
      .from(table)
      .select();
    expect(error).toMatchObject({ code: 'PGRST106' });
  });

  it.each([
    ['an anonymous caller', anonymousClient],
    ['the service', serviceClient],
  ])('is not for %s', async (_, client) => {
    await expect(myUsage({ client: client() })).rejects.toMatchObject({ code: '42501' });
  });
});
