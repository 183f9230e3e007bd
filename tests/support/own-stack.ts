// own-stack: a stack for one test file alone, whose clock and deliveries of payments are its own.
import { createClient } from '@supabase/supabase-js';
import pg from 'pg';
import { afterAll, beforeAll } from 'vitest';
import { type Stack, type StackOptions, startStack } from '../../local/stack.ts';
import { syncStandIn } from '../../scripts/billing/sync-stand-in.ts';
import type { Database } from '../../shared/database.types.ts';
import type { Client } from './person.ts';

export interface Somebody {
  id: string;
  token: string;
  client: Client;
}

export interface OwnStack {
  readonly stack: Stack;
  /** As `postgres`. */
  readonly pool: pg.Pool;
  signUp(): Promise<Somebody>;
  /** Calls a function as somebody, or as nobody. */
  call(
    who: Somebody | undefined,
    method: 'GET' | 'POST',
    path: string,
    body?: unknown,
    // biome-ignore lint/suspicious/noExplicitAny: whatever the function answers.
  ): Promise<{ status: number; body: any }>;
}

/** Starts the stack before the file's tests, with the catalog sold at the stand-in. */
export function ownStack(options: StackOptions = {}): OwnStack {
  let stack: Stack | undefined;
  let pool: pg.Pool | undefined;

  beforeAll(async () => {
    stack = await startStack(options);
    await syncStandIn(stack);
    pool = new pg.Pool({ connectionString: stack.dbUrl, max: 8 });
    pg.types.setTypeParser(pg.types.builtins.INT8, Number);
    await pool.query('delete from public.plan_limits where true');
  }, 60_000);
  afterAll(async () => {
    await pool?.end();
    await stack?.stop();
  });

  const ready = () => {
    if (!stack || !pool) throw new Error('The stack is there from the first beforeAll on.');
    return { stack, pool };
  };
  return {
    get stack() {
      return ready().stack;
    },
    get pool() {
      return ready().pool;
    },
    async signUp() {
      const { apiUrl, secretKey, publishableKey } = ready().stack;
      const auth = { persistSession: false };
      const service = createClient<Database>(apiUrl, secretKey, { auth });
      const client = createClient<Database>(apiUrl, publishableKey, { auth });
      const account = { email: `${crypto.randomUUID()}@parley.test`, password: 'correct horse' };
      const created = await service.auth.admin.createUser({ ...account, email_confirm: true });
      if (created.error) throw created.error;
      const { data, error } = await client.auth.signInWithPassword(account);
      if (error) throw error;
      return { id: data.user.id, token: data.session.access_token, client };
    },
    async call(who, method, path, body) {
      const answer = await fetch(`${ready().stack.apiUrl}/functions/v1/${path}`, {
        method,
        headers: {
          'content-type': 'application/json',
          ...(who ? { authorization: `Bearer ${who.token}` } : {}),
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      const text = await answer.text();
      return { status: answer.status, body: text ? JSON.parse(text) : undefined };
    },
  };
}
