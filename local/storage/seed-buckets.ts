// seed-buckets: the buckets of config.toml, made or brought to what it says, as the CLI does.
import type postgres from 'postgres';
import type { ProjectConfig } from '../config.ts';

/** Buckets that config.toml does not name stay as they are. */
export async function seedBuckets(
  sql: postgres.Sql,
  buckets: ProjectConfig['storage']['buckets'],
): Promise<void> {
  for (const [id, bucket] of Object.entries(buckets))
    await sql`
      insert into storage.buckets (id, name, public, file_size_limit, allowed_mime_types)
      values (
        ${id}, ${id}, ${bucket.public}, ${bucket.file_size_limit ?? null},
        ${bucket.allowed_mime_types ?? null}
      )
      on conflict (id) do update set
        public = excluded.public,
        file_size_limit = excluded.file_size_limit,
        allowed_mime_types = excluded.allowed_mime_types
    `;
}
