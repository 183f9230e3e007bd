// made-character: characters by the verbs that people and admins have.
import type { Database, Json } from '../../shared/database.types.ts';
import { giveMembership, makePlan } from './membership.ts';
import { type Client, createPerson, type Person } from './person.ts';
import { connect } from './sql.ts';

export type Card = Database['public']['Tables']['characters']['Row'];

/** What a character must have. */
export const CARD = {
  name: 'Testa',
  tagline: 'Is tested.',
  greeting: 'Hello.',
  category: 'test',
  model: 'gpt-4.1-mini',
};

/** create_character; rejects with the refusal. */
export async function create(client: Client, change: Record<string, Json> = {}): Promise<Card> {
  const { data, error } = await client.rpc('create_character', {
    p_character: { ...CARD, ...change },
  });
  if (error) throw error;
  return data;
}

/** change_character; rejects with the refusal. */
export async function change(
  client: Client,
  id: string,
  changes: Record<string, Json>,
): Promise<Card> {
  const { data, error } = await client.rpc('change_character', { p_id: id, p_changes: changes });
  if (error) throw error;
  return data;
}

/** move_character; rejects with the refusal. */
export async function move(client: Client, id: string, status: string): Promise<Card> {
  const { data, error } = await client.rpc('move_character', { p_id: id, p_status: status });
  if (error) throw error;
  return data;
}

/** Somebody whose plan lets them keep so many characters of their own. */
export async function createMaker(allowance = 100): Promise<Person> {
  const db = await connect();
  try {
    const plan = await makePlan(db, { features: ['own_characters'] });
    await db.query(
      `insert into public.plan_limits (plan, meter, scope, window_kind, allowance)
       values ($1, 'own_characters', 'user', 'kept', $2)`,
      [plan, allowance],
    );
    const person = await createPerson({ credits: 1000 });
    await giveMembership(db, { user: person.id, plan, source: 'admin', startsAt: 'now' });
    return person;
  } finally {
    db.release();
  }
}
