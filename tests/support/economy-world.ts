// economy-world: the calls of economy-calls done for real, by a few people with one wallet each.
import type pg from 'pg';
import { beginAction, endAction } from './action.ts';
import type { EconomyCall } from './economy-calls.ts';
import { CHARACTERS, CHECKED_METER, economyCatalog } from './economy-catalog.ts';
import { runOnBooks } from './economy-books.ts';
import { runOnPlans } from './economy-plans.ts';
import { makePerson, type Call, checkpoint, end, overSql } from './turn.ts';

const ACTIONS = ['image', 'idea', 'voice', 'transcription', 'completion'] as const;
const CREDITS = 60;

export interface EconomyWorld {
  people: string[];
  admin: string;
  /** In the names of operations, so that no other world has them. */
  id: string;
  /** People whose account somebody wanted to delete. */
  left: Set<number>;
  /** How much of the checked meter was counted by day for each of the people. */
  checked: number[];
}

/** New people with some credits, and an admin. */
export async function makeEconomyWorld(pool: pg.Pool, count: number): Promise<EconomyWorld> {
  const people: string[] = [];
  for (let nr = 0; nr < count; nr++) people.push(await makePerson(pool, CREDITS));
  const admin = await makePerson(pool, 0);
  await pool.query(`update public.profiles set role = 'admin' where id = $1`, [admin]);
  return { people, admin, id: crypto.randomUUID(), left: new Set(), checked: people.map(() => 0) };
}

/** Who a call is about, or nothing for jobs and operators. */
export function personOf(world: EconomyWorld, call: EconomyCall): string | undefined {
  return 'person' in call ? world.people[call.person] : undefined;
}
