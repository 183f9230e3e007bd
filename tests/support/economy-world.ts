// economy-world: a few people of one random run, whom economy-calls happen to.
import type pg from 'pg';
import type { EconomyCall, Verb } from './economy-calls.ts';
import { makePerson } from './turn.ts';

const CREDITS = 60;

export interface EconomyWorld {
  /** In the names of operations, so that no other world has them. */
  id: string;
  people: string[];
  admin: string;
  /** Whose account somebody wanted to delete. */
  left: Set<number>;
  /** How much of the checked meter was counted by day, of each of the people. */
  checked: number[];
}

/** Does calls of some verbs on a connection; what counts for the checked meter is returned. */
export type Handlers<Verbs extends Verb> = {
  [Name in Verbs]: (
    acting: { db: pg.ClientBase; world: EconomyWorld; user: string },
    call: Extract<EconomyCall, { verb: Name }>,
  ) => Promise<unknown>;
};

/** New people with some credits, and an admin. */
export async function makeEconomyWorld(pool: pg.Pool, count: number): Promise<EconomyWorld> {
  const people: string[] = [];
  for (let nr = 0; nr < count; nr++) people.push(await makePerson(pool, CREDITS));
  await giveKeys(pool, people);
  const admin = await makePerson(pool, 0);
  await pool.query(`update public.profiles set role = 'admin' where id = $1`, [admin]);
  return { id: crypto.randomUUID(), people, admin, left: new Set(), checked: people.map(() => 0) };
}

/** An API key for each, whose secret is the person's id. */
async function giveKeys(pool: pg.Pool, people: string[]): Promise<void> {
  await pool.query(
    `with key as (
       insert into public.api_keys (user_id, name, prefix, scopes, requests_per_minute,
         monthly_credits)
       select unnest($1::uuid[]), 'Test', 'parley_sk_abcdef', '{completions}', 30, 40
       returning id, user_id
     )
     insert into private.api_key_secret (secret_hash, api_key_id)
     select private.hash_token(user_id::text), id from key`,
    [people],
  );
}

/** An operation's name: each person has own ones, but for the first, which all of them share. */
export function operationKey(world: EconomyWorld, call: { person: number; key: number }): string {
  return `${world.id}:${call.key === 0 ? 'shared' : `${call.person}:${call.key}`}`;
}

/** A query that sees the connection as somebody's request; the claims end with the statement. */
export async function queryAs(
  db: pg.ClientBase,
  user: string,
  call: string,
  values: unknown[],
): Promise<void> {
  const claims = JSON.stringify({ sub: user, role: 'authenticated' });
  await db.query(
    `select ${call} from set_config('request.jwt.claims', $1, true) as claims where claims <> ''`,
    [claims, ...values],
  );
}
