// Migrations and schema tools: the real Supabase CLI against a local database.
import { existsSync } from 'node:fs';
import { copyFile, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { applyMigrations } from '../../local/database/apply-migrations.ts';
import { runCli } from '../../local/database/run-cli.ts';
import { startTestDatabase, temporaryFolder } from './database-fixture.ts';

const [database, other] = await Promise.all([startTestDatabase(), startTestDatabase()]);
const projectDir = await temporaryFolder();
const supabase = path.join(projectDir, 'supabase');
const repository = path.join(import.meta.dirname, '..', '..');
const write = (name: string, sql: string) =>
  writeFile(path.join(supabase, name), sql.replaceAll(/^ +/gm, ''));

beforeAll(async () => {
  await mkdir(path.join(supabase, 'migrations'), { recursive: true });
  await copyFile(
    path.join(repository, 'supabase', 'config.toml'),
    path.join(supabase, 'config.toml'),
  );
  await copyFolder(
    path.join(repository, 'supabase', 'templates'),
    path.join(supabase, 'templates'),
  );
  await write(
    'migrations/20260101000000_note.sql',
    `create extension if not exists pg_cron;
    create extension if not exists pg_net with schema extensions;
    create extension if not exists pgmq;
    create extension if not exists supabase_vault with schema vault;
    create table public.note (
      id bigint primary key generated always as identity,
      owner_id uuid references auth.users (id) on delete cascade,
      body text not null
    );
    create index note_owner_id_idx on public.note (owner_id);
    alter table public.note enable row level security;
    grant select on public.note to authenticated;
    create policy "owners read notes" on public.note for select to authenticated
      using (owner_id = (select auth.uid()));
    create policy "owners read files" on storage.objects for select to authenticated
      using (owner_id = (select auth.uid())::text);
    select pgmq.create('work');
    select cron.schedule('sweep', '* * * * *', 'select 1');`,
  );
  await write('seed.sql', `insert into public.note (body) values ('seeded');`);
  await applyMigrations({ projectDir, url: database.url(), includeSeed: true });
});

async function copyFolder(from: string, to: string): Promise<void> {
  await mkdir(to);
  for (const name of await readdir(from))
    await copyFile(path.join(from, name), path.join(to, name));
}

async function exportSchema(url: string): Promise<Map<string, string>> {
  const folder = path.join(projectDir, 'export');
  await rm(folder, { recursive: true, force: true });
  const target = ['--remote', url].join('=');
  const args = ['db', 'schema', 'declarative', 'generate', '--experimental', target];
  const { code } = await runCli({ projectDir, args: [...args, '--output-dir', folder] });
  expect(code).toBe(0);
  const names = (await readdir(folder, { recursive: true })).filter((name) =>
    name.endsWith('.sql'),
  );
  const texts = names.sort().map(async (name) => {
    return [name, await readFile(path.join(folder, name), 'utf8')] as const;
  });
  return new Map(await Promise.all(texts));
}

describe('applyMigrations', () => {
  test('applies migrations and seed, and nothing the second time', async () => {
    const lines: string[] = [];
    const onLine = (line: string) => lines.push(line);
    await applyMigrations({ projectDir, url: database.url(), includeSeed: true, onLine });
    expect(lines.join('\n')).not.toContain('Applying');
    expect(await database.as('postgres', 'select body from public.note')).toEqual([
      { body: 'seeded' },
    ]);
  });

  test('leaves the seed out unless asked', async () => {
    await applyMigrations({ projectDir, url: other.url(), includeSeed: false });
    expect(await other.as('postgres', 'table public.note')).toEqual([]);
  });

  test('makes the same schema on two databases', async () => {
    expect(await exportSchema(other.url())).toEqual(await exportSchema(database.url()));
  });

  test('names the file that failed with what Postgres said, and keeps none of it', async () => {
    const file = 'migrations/20260101000001_broken.sql';
    await write(file, 'create table public.half (id integer);\nselect 1 from public.missing;');
    await expect(
      applyMigrations({ projectDir, url: database.url(), includeSeed: true }),
    ).rejects.toThrow(
      '20260101000001_broken.sql failed: ERROR: relation "public.missing" does not exist ' +
        '(SQLSTATE 42P01)\n',
    );
    await rm(path.join(supabase, file));
    await expect(database.as('postgres', 'table public.half')).rejects.toThrow('does not exist');
  });

  test('says when the database is away', async () => {
    const url = 'postgres://postgres:postgres@127.0.0.1:1/postgres?sslmode=disable';
    await expect(applyMigrations({ projectDir, url, includeSeed: false })).rejects.toThrow(
      /^supabase db push failed: .*ECONNREFUSED/,
    );
  });
});

describe('the CLI', () => {
  test('finds nothing to warn of in the platform and the stand-ins', async () => {
    const target = `--remote=${database.url()}`;
    const args = [
      'db',
      'advisors',
      target,
      '--type',
      'all',
      '--level',
      'warn',
      '--fail-on',
      'warn',
    ];
    const { code, output } = await runCli({
      projectDir,
      args: [...args, '--output-format', 'json'],
    });
    expect(output).not.toContain('cache_key');
    expect(code).toBe(0);
  });

  test('generates types of the project’s tables only', async () => {
    const args = ['gen', 'types', '--lang', 'typescript', `--remote=${database.url()}`];
    const { code, output } = await runCli({ projectDir, args });
    expect(code).toBe(0);
    expect(output).toContain('"note"');
    expect(output).not.toContain('local_platform');
  });

  test('exports the project’s schema without what the local platform adds', async () => {
    const files = [...(await exportSchema(database.url())).keys()];
    expect(files).toContain('public/tables/note.sql');
    expect(files).toContain('storage/tables/objects.sql');
    expect(files.join('\n')).not.toMatch(/local_platform|guard|pgrst/);
    expect(existsSync(path.join(projectDir, 'export', 'storage', 'functions'))).toBe(false);
  });
});
