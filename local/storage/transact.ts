// transact: a transaction as somebody, with the settings that policies read
// (supabase-platform.md §3.2).
import type postgres from 'postgres';
import type { Caller } from './caller.ts';
import type { Call } from './storage-context.ts';

export type Transaction = postgres.TransactionSql;

/** Runs `work` as `who`; it is committed when it resolves. */
export async function transact<T>(
  call: Call,
  who: Caller,
  work: (sql: Transaction) => Promise<T>,
): Promise<T> {
  const result = await call.storage.sql.begin(async (sql) => {
    await become(sql, call, who);
    return { value: await work(sql) };
  });
  return result.value;
}

/** Goes on as `who` in a transaction. */
export async function become(
  sql: Transaction,
  { request, operation }: Call,
  who: Caller,
): Promise<void> {
  const settings = {
    role: who.role,
    'request.jwt': who.token,
    'request.jwt.claims': JSON.stringify(who.claims),
    'request.jwt.claim.sub': who.claims.sub ?? '',
    'request.jwt.claim.role': who.role,
    'request.headers': JSON.stringify(Object.fromEntries(request.headers)),
    'request.method': request.method,
    'request.path': new URL(request.url).pathname,
    'storage.operation': operation,
    'storage.allow_delete_query': 'true',
  };
  await sql`
    select set_config(name, value, true)
    from unnest(${Object.keys(settings)}::text[], ${Object.values(settings)}::text[])
      as setting (name, value)
  `;
}

const undo = new Error('undone on purpose');

/** Whether `who` may do `work`, by doing it and undoing it: throws what the database says. */
export async function attempt(
  call: Call,
  who: Caller,
  work: (sql: Transaction) => Promise<unknown>,
): Promise<void> {
  try {
    await transact(call, who, async (sql) => {
      await work(sql);
      throw undo;
    });
  } catch (cause) {
    if (cause !== undo) throw cause;
  }
}
