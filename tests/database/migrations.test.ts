// migrations: applied by the Supabase CLI as role postgres, on databases of this file's own.
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { applyMigrations } from '../../local/database/apply-migrations.ts';
import { runCli } from '../../local/database/run-cli.ts';
import { startTestDatabase, type TestDatabase } from '../local/database-fixture.ts';
import { readObjects, readRights } from './read-catalog.ts';

const ROOT = path.join(import.meta.dirname, '..', '..');

let database: TestDatabase;
let client: pg.Client;

beforeAll(async () => {
  database = await startTestDatabase();
  client = await connect(database);
  await push(database);
});

describe('the migrations', () => {
  it('are applied by a role that is no superuser, which then owns all of it', async () => {
    const { rows } = await client.query(`
      select current_user, rolsuper from pg_roles where rolname = current_user`);
    expect(rows).toEqual([{ current_user: 'postgres', rolsuper: false }]);
    const owners = await client.query(`
      select distinct relowner::regrole::text as owner from pg_class
      where relnamespace::regnamespace::text in ('public', 'private')
      union select distinct proowner::regrole::text from pg_proc
      where pronamespace::regnamespace::text in ('public', 'private')`);
    expect(owners.rows).toEqual([{ owner: 'postgres' }]);
  });

  it('make the same on another database', async () => {
    const other = await startTestDatabase();
    await push(other);
    const twin = await connect(other);
    expect(await readObjects(twin)).toEqual(await readObjects(client));
    expect(await readRights(twin)).toEqual(await readRights(client));
  });

  it('give the same rights in a project that grants everything by default', async () => {
    const open = await startTestDatabase();
    const old = await connect(open);
    for (const kind of ['tables', 'sequences', 'functions']) {
      await old.query(`alter default privileges in schema public
        grant all on ${kind} to anon, authenticated, service_role`);
    }
    await push(open);
    expect(await readRights(old)).toEqual(await readRights(client));
    expect(await readObjects(old)).toEqual(await readObjects(client));
  });

  it('leave nothing open that later migrations make', async () => {
    await client.query('begin');
    await client.query(`
      create table public.later (id bigserial primary key);
      create function public.later() returns integer language sql return 1;
      create function private.later() returns integer language sql return 1`);
    const rights = Object.values(await readRights(client)).flat();
    await client.query('rollback');
    expect(rights.filter((right) => right.includes('later'))).toEqual([]);
  });

  it('change nothing when they are pushed again', async () => {
    const before = [await readObjects(client), await readRights(client)];
    const lines = await push(database);
    expect(lines.filter((line) => line.startsWith('Applying'))).toEqual([]);
    expect([await readObjects(client), await readRights(client)]).toEqual(before);
  });

  it('leave the advisors nothing to say', async () => {
    const { code, output } = await runCli({
      projectDir: ROOT,
      args: [
        ...['db', 'advisors', `--remote=${database.url()}`, '--type', 'all', '--level', 'info'],
        ...['--fail-on', 'none', '--output-format', 'json'],
      ],
    });
    expect(code, output).toBe(0);
    const { results } = advice.parse(JSON.parse(output));
    const remarks = results.filter(
      ({ name, detail }) =>
        // Nobody has used an index of a database that is a second old.
        name !== 'unused_index' &&
        // Private tables are closed by having no policy.
        !(name === 'rls_enabled_no_policy' && detail.startsWith('Table `private.')),
    );
    expect(remarks).toEqual([]);
  });
});

describe('every object', () => {
  it('function runs with an empty search path', async () => {
    const { rows } = await client.query(`
      select oid::regprocedure::text as function from pg_proc
      where pronamespace::regnamespace::text in ('public', 'private')
        and not coalesce('search_path=""' = any (proconfig), false)`);
    expect(rows).toEqual([]);
  });

  it('text is bounded', async () => {
    const { rows } = await client.query(`
      select attrelid::regclass || '.' || attname as column
      from pg_attribute join pg_class on pg_class.oid = attrelid
      where relnamespace::regnamespace::text in ('public', 'private') and relkind = 'r'
        and attnum > 0 and atttypid in ('text'::regtype, 'text[]'::regtype, 'jsonb'::regtype)
        and not exists (select from pg_constraint
          -- Or refers to text that is bounded.
          where conrelid = attrelid and contype in ('c', 'f') and attnum = any (conkey))`);
    expect(rows).toEqual([]);
  });

  it('table, column, constraint and index is named by one pattern', async () => {
    const { rows } = await client.query(`
      select conname as name from pg_constraint
      where connamespace::regnamespace::text in ('public', 'private') and conrelid <> 0
        and contype <> 't'
        and conname !~ ('^' || (select relname from pg_class where oid = conrelid)
          || '_([a-z_]+_)?(pkey|key|fkey|check|idx|excl)$')
      union all
      select indexname from pg_indexes where schemaname in ('public', 'private')
        and indexname !~ ('^' || tablename || '_([a-z_]+_)?(pkey|key|idx|excl)$')`);
    expect(rows).toEqual([]);
  });
});

describe('the seed', () => {
  it('can be applied again and changes nothing', async () => {
    const seed = await readFile(path.join(ROOT, 'supabase', 'seed.sql'), 'utf8');
    const state = async () => {
      await client.query(seed);
      const { rows } = await client.query(`
        select email, profiles.*, auth.users.xmin::text,
          (select jsonb_agg(jsonb_build_array(kind, balance, held) order by kind)
            from private.ledger_account where owner_id = profiles.id) as wallets,
          (select count(*) from private.ledger_transfer) as transfers,
          (select count(*) from auth.identities where user_id = profiles.id) as identities
        from public.profiles join auth.users using (id) order by email`);
      return rows;
    };
    const first = await state();
    expect(first.map(({ email, role }) => [email, role])).toEqual([
      ['admin@parley.test', 'admin'],
      ['premium@parley.test', 'user'],
      ['user@parley.test', 'user'],
    ]);
    expect(await state()).toEqual(first);
  });
});

const advice = z.object({
  results: z.array(z.object({ level: z.string(), name: z.string(), detail: z.string() })),
});

async function connect({ url }: TestDatabase): Promise<pg.Client> {
  const connection = new pg.Client({ connectionString: url() });
  await connection.connect();
  afterAll(() => connection.end());
  return connection;
}

/** What the CLI printed. */
async function push({ url }: TestDatabase): Promise<string[]> {
  const lines: string[] = [];
  await applyMigrations({
    projectDir: ROOT,
    url: url(),
    includeSeed: false,
    onLine: (line) => lines.push(line),
  });
  return lines;
}
