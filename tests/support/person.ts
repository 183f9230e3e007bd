// person: a signed-in person of the shared stack, with a real account and a real token.
import { createClient, type SupabaseClient } from '@supabase/supabase-js';
import { inject } from 'vitest';
import type { Database } from '../../shared/database.types.ts';
import { sql } from './sql.ts';

export type Client = SupabaseClient<Database>;

export interface Person {
  id: string;
  email: string;
  token: string;
  client: Client;
}

export interface PersonOptions {
  /** Credits in the wallet; default: what a sign-up grants (100). */
  credits?: number;
  isPremium?: boolean;
  isAdmin?: boolean;
}

/** A client with the publishable key and no session. */
export function anonymousClient(): Client {
  const { apiUrl, publishableKey } = inject('stack');
  return createClient<Database>(apiUrl, publishableKey, { auth: { persistSession: false } });
}

/** A client with the secret key. */
export function serviceClient(): Client {
  const { apiUrl, secretKey } = inject('stack');
  return createClient<Database>(apiUrl, secretKey, { auth: { persistSession: false } });
}

/** Makes a confirmed account and signs it in. */
export async function createPerson(options: PersonOptions = {}): Promise<Person> {
  const email = `${crypto.randomUUID()}@parley.test`;
  const password = 'correct horse battery';
  const created = await serviceClient().auth.admin.createUser({
    email,
    password,
    email_confirm: true,
  });
  if (created.error) throw created.error;
  const client = anonymousClient();
  const { data, error } = await client.auth.signInWithPassword({ email, password });
  if (error) throw error;
  const { id } = data.user;
  if (options.isPremium) {
    await sql`select private.grant_membership(
      ${id}, 'business', 'admin', ${`test:${id}`}, now(), null)`;
  }
  if (options.isAdmin) await sql`update public.profiles set role = 'admin' where id = ${id}`;
  if (options.credits !== undefined) await setCredits(id, options.credits);
  return { id, email, token: data.session.access_token, client };
}

/** Brings a wallet to `credits` by the ledger's own verbs. */
async function setCredits(id: string, credits: number): Promise<void> {
  const [wallet] = await sql<{ available: number }>`
    select sum(balance - held)::bigint as available
    from private.ledger_account where owner_id = ${id}`;
  const missing = credits - (wallet?.available ?? 0);
  const key = `test:${crypto.randomUUID()}`;
  if (missing > 0) {
    await sql`select private.grant_credits(${id}, ${missing}, ${key}, 'test')`;
  }
  if (missing < 0) {
    await sql`select private.settle(hold.id, ${-missing})
      from private.hold(${id}, ${-missing}, ${key}, 'test', '1 minute') as hold`;
  }
}

/** What a person has: available and held credits. */
export async function creditsOf(id: string): Promise<{ available: number; held: number }> {
  const [row] = await sql<{ available: number; held: number }>`
    select sum(balance - held)::bigint as available, sum(held)::bigint as held
    from private.ledger_account where owner_id = ${id}`;
  if (!row) throw new Error(`${id} has no wallet.`);
  return row;
}
