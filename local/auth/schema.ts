// schema: schema auth, part of the database template.
import { readFile } from 'node:fs/promises';
import { getAuthSchemaSql } from '@supabase/lite';
import postgres from 'postgres';

/**
 * Creates schema `auth` as hosted Supabase has it (tables, indexes, owners, RLS, grants and the
 * functions uid, role, email, jwt) in one transaction; the platform's roles must exist.
 * Between our tables and their owners it runs the schema of @supabase/lite, whose statements
 * say "if not exists": a later lite that needs more columns fails here, not at a sign-in.
 */
export async function prepareAuthSchema({ adminUrl }: { adminUrl: string }): Promise<void> {
  const [tables, access] = await Promise.all(['tables.sql', 'access.sql'].map(readHere));
  const sql = postgres(adminUrl, { max: 1, onnotice: () => undefined });
  try {
    await sql.begin(async (transaction) => {
      for (const statements of [tables, getAuthSchemaSql(false), access])
        await transaction.unsafe(statements ?? '');
    });
  } finally {
    await sql.end();
  }
}

function readHere(name: string): Promise<string> {
  return readFile(new URL(name, import.meta.url), 'utf8');
}
