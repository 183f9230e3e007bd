// credit-history: each movement of a person's credits, as that person reads it and nobody else.
import type pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  anonymousClient,
  type Client,
  createPerson,
  type Person,
  serviceClient,
} from '../support/person.ts';
import { connect } from '../support/sql.ts';
import { begin, end, makeCharacter, overSql } from '../support/turn.ts';
import { grant } from '../support/wallet.ts';

let db: pg.PoolClient;
let ada: Person;
let testa: string;

beforeAll(async () => {
  db = await connect();
  ada = await createPerson();
  testa = await makeCharacter(db, { price: 60 });
});
afterAll(() => db.release());

async function history({ client }: { client: Client }, before?: number, limit = 100) {
  const newestFirst = client
    .from('my_credit_history')
    .select()
    .order('id', { ascending: false })
    .limit(limit);
  const { data, error } = await (before ? newestFirst.lt('id', before) : newestFirst);
  if (error) throw error;
  return data as { id: number; reason: string; kind: string; credits: number }[];
}

async function balance({ client }: Person): Promise<number | null | undefined> {
  const { data } = await client.from('my_credits').select().single();
  return data?.available_credits;
}

async function chat(user: string, ending: { state?: string; text?: string } = {}) {
  const call = overSql(db);
  return await end(call, await begin(call, { user, character: testa }), ending);
}

describe('my_credit_history', () => {
  const period = { kind: 'wallet_plan', expires_at: expect.any(String) };
  const bought = { kind: 'wallet_bought', expires_at: null };

  it('has each movement with its reason and the wallet that it changed', async () => {
    const { id } = ada;
    await grant(db, id, 'wallet_bought', 30);
    await chat(id);
    await chat(id, { state: 'failed', text: '' });
    const { turn_id } = await chat(id);
    await db.query(
      `select private.refund(hold_id, 25, 'test:' || id, 'admin_refund')
       from public.turns where id = $1`,
      [turn_id],
    );
    const rows = await history(ada);
    const each = { id: expect.any(Number), created_at: expect.any(String) };
    // The second answer took the last 40 of the plan and 20 bought; those come back first.
    expect(rows.slice(0, 4).sort(byReasonAndKind)).toEqual([
      { ...each, ...bought, reason: 'admin_refund', credits: 20 },
      { ...each, ...period, reason: 'admin_refund', credits: 5 },
      { ...each, ...bought, reason: 'turn', credits: -20 },
      { ...each, ...period, reason: 'turn', credits: -40 },
    ]);
    expect(rows.slice(4)).toEqual([
      { ...each, ...period, reason: 'turn', credits: -60 },
      { ...each, ...bought, reason: 'test', credits: 30 },
      { ...each, ...period, reason: 'plan_period', credits: 100 },
    ]);
    expect(rows.reduce((sum, { credits }) => sum + credits, 0)).toBe(await balance(ada));
  });

  it('is read page by page without a gap or a repeat, also while credits move', async () => {
    const person = await createPerson();
    for (const amount of [1, 2, 3, 4, 5, 6]) await grant(db, person.id, 'wallet_bought', amount);
    const pages = [await history(person, undefined, 3)];
    await grant(db, person.id, 'wallet_bought', 7);
    for (let last = pages[0]; last?.length; last = pages.at(-1))
      pages.push(await history(person, last.at(-1)?.id, 3));
    expect(pages.flat().map(({ credits }) => credits)).toEqual([6, 5, 4, 3, 2, 1, 100]);
    expect((await history(person))[0]).toMatchObject({ credits: 7 });
  });

  it("has nothing of anybody else's, whoever asks for it", async () => {
    const stranger = await createPerson();
    const own = await history(stranger);
    expect(own).toMatchObject([{ reason: 'plan_period', credits: 100 }]);
    const ids = (await history(ada)).map(({ id }) => id);
    const { data } = await stranger.client.from('my_credit_history').select().in('id', ids);
    expect(data).toEqual([]);
  });

  it('does not tell an admin what others have', async () => {
    const admin = await createPerson({ isAdmin: true });
    expect(await history(admin)).toMatchObject([{ reason: 'plan_period', credits: 100 }]);
  });

  it.each([
    ['an anonymous caller', anonymousClient],
    ['the service', serviceClient],
  ])('is not for %s', async (_, client) => {
    await expect(history({ client: client() })).rejects.toMatchObject({ code: '42501' });
  });

  it('changes for nobody who writes to it', async () => {
    const [{ id } = { id: 0 }] = await history(ada);
    const table = ada.client.from('my_credit_history' as never);
    for (const attempt of [
      table.update({ credits: 1000 } as never).eq('id', id),
      table.delete().eq('id', id),
      table.insert({ credits: 1000 } as never),
    ])
      expect((await attempt).error).toMatchObject({
        code: '55000',
      });
  });
});

function byReasonAndKind(
  one: { reason: string; kind: string },
  other: { reason: string; kind: string },
): number {
  return `${one.reason}${one.kind}`.localeCompare(`${other.reason}${other.kind}`);
}
