// database-url: connection strings of the local database.

export type DatabaseRole =
  | 'supabase_admin'
  | 'postgres'
  | 'authenticator'
  | 'supabase_auth_admin'
  | 'supabase_storage_admin';

/** The URL of database `postgres` for a login role; every local password is `postgres`. */
export function databaseUrl(port: number, role: DatabaseRole = 'postgres'): string {
  return `postgres://${role}:postgres@127.0.0.1:${port}/postgres?sslmode=disable`;
}
