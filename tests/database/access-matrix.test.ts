// access-matrix: every right in the running database against the written access list, executed as
// each kind of caller; and each policy taken away or opened, to see that the matrix would notice.
import type pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ownDatabase } from '../support/own-database.ts';
import { undone } from './access-matrix-attempt.ts';
import { type Cast, createCast } from './access-matrix-cast.ts';
import { type Policy, readPolicies } from './access-matrix-catalog.ts';
import { checkCalls, checkCompleteness, checkPolicies, checkTable } from './access-matrix-check.ts';
import { tables } from './access-matrix-expectation.ts';

const database = ownDatabase({ connections: 1 });
let client: pg.PoolClient;
let cast: Cast;

beforeAll(async () => {
  client = await database.pool.connect();
  cast = await createCast(client);
});
afterAll(() => client.release());

describe('the access list', () => {
  it('names every table, view and function that there is', async () => {
    expect(await checkCompleteness(client)).toEqual([]);
  });

  it.each(Object.keys(tables))('is what everybody may do with %s', async (name) => {
    expect(await undone(client, () => checkTable(client, cast, name))).toEqual([]);
  });

  it('is what everybody may call', async () => {
    expect(await undone(client, () => checkCalls(client, cast))).toEqual([]);
  });
});

// Each of these walks all tables or policies there are.
describe('a mistake in a migration is noticed', { timeout: 120_000 }, () => {
  it('any policy that is missing', async () => {
    const unnoticed = await policiesUnnoticed(({ table, name }) => [
      `drop policy ${name} on ${table}`,
    ]);
    expect(unnoticed).toEqual([]);
  });

  it('any policy that lets everything pass', async () => {
    const unnoticed = await policiesUnnoticed(({ table, name, operation }) => {
      const alter = `alter policy ${name} on ${table}`;
      if (operation === 'insert') return [`${alter} with check (true)`];
      if (operation === 'select' || operation === 'delete') return [`${alter} using (true)`];
      return [`${alter} using (true)`, `${alter} using (true) with check (true)`];
    });
    expect(unnoticed).toEqual([]);
  });

  it('row-level security switched off on any table', async () => {
    const { rows } = await client.query<{ name: string }>(
      `select relnamespace::regnamespace || '.' || relname as name from pg_class
       where relkind = 'r' and relnamespace::regnamespace::text in ('public', 'private')`,
    );
    expect(rows.length).toBeGreaterThan(10);
    for (const { name } of rows) {
      const change = `alter table ${name} disable row level security`;
      const differences = await withChange(change, () => checkTable(client, cast, name));
      expect(differences).toContain(`${name}: row-level security is off.`);
      const isForPeople = tables[name]?.access.some(({ who }) => who.includes('owner'));
      if (isForPeople) expect(differences.length, `${name}: a cell`).toBeGreaterThan(1);
    }
  });

  it.each([
    ['a grant to visitors', 'grant select on public.profiles to anon', 'public.profiles'],
    [
      'a grant of one column',
      'grant select (system_prompt) on private.character_prompt to authenticated',
      'private.character_prompt',
    ],
    [
      'a role that people may give themselves',
      'grant update (role) on public.profiles to authenticated',
      'public.profiles',
    ],
    [
      'a grant that no policy opens',
      'grant insert on public.messages to authenticated',
      'public.messages',
    ],
    ['a right beside the four', 'grant truncate on public.turns to anon', 'public.turns'],
    [
      'a view with the rights of its owner',
      'alter view public.my_credits set (security_invoker = off)',
      'public.my_credits',
    ],
  ])('%s', async (_, change, name) => {
    expect(await withChange(change, () => checkTable(client, cast, name))).not.toEqual([]);
  });

  it.each([
    ['a new table', 'create table public.unlisted (id uuid)', 'public.unlisted is not in'],
    [
      'a new private table',
      'create table private.unlisted (id uuid)',
      'private.unlisted is not in',
    ],
    [
      'a table in a new schema',
      'create schema other; create table other.unlisted (id uuid)',
      'other.unlisted is not in',
    ],
    ['a new view', 'create view public.unlisted as select 1 as one', 'public.unlisted is not in'],
    [
      'a new function in public',
      'create function public.unlisted() returns integer language sql return 1',
      'The function public.unlisted is not in',
    ],
    [
      'a private function that was opened',
      'grant execute on function private.turn_lease() to authenticated',
      'The function private.turn_lease is not in',
    ],
    [
      'a listed function that was opened',
      'grant execute on function public.read_turn to authenticated',
      'public.read_turn: stranger calls: reached, not denied.',
    ],
    [
      'a policy on a table of the platform',
      'create policy "Open" on storage.buckets for select to anon using (true)',
      'storage.buckets is not in',
    ],
    [
      'a sequence that was opened',
      'grant usage on sequence public.messages_ordinal_seq to anon',
      'The sequence messages_ordinal_seq for anon may be used',
    ],
  ])('%s', async (_, change, sentence) => {
    const differences = await withChange(change, async () => [
      ...(await checkCompleteness(client)),
      ...(await checkCalls(client, cast)),
    ]);
    expect(differences).toContainEqual(expect.stringContaining(sentence));
  });
});

/** What the matrix says after `change`, which is then undone. */
function withChange(change: string, check: () => Promise<string[]>): Promise<string[]> {
  return undone(client, async () => {
    await client.query(change);
    return check();
  });
}

/** The policies, or variants, that can be changed without any cell of the table changing. */
async function policiesUnnoticed(changesOf: (policy: Policy) => string[]): Promise<string[]> {
  const policies = await readPolicies(client);
  expect(policies.length).toBeGreaterThan(0);
  const unnoticed: string[] = [];
  for (const policy of policies) {
    for (const change of changesOf(policy)) {
      const differences = await withChange(change, () => checkPolicies(client, cast, policy.table));
      if (differences.length === 0) unnoticed.push(change);
    }
  }
  return unnoticed;
}
