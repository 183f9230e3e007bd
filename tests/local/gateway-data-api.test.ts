// gateway-data-api: the Data API through the gateway, with the unmodified supabase-js.
import { SignJWT } from 'jose';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { waitUntil } from '../../local/wait-until.ts';
import { type Api, startApi } from './start-api.ts';

let api: Api;

beforeAll(async () => {
  api = await startApi();
  await api.sql.unsafe(`
    create table public.notes (
      id bigint generated always as identity primary key,
      owner_id uuid not null default auth.uid(),
      body text not null check (length(body) < 100)
    );
    alter table public.notes enable row level security;
    grant select, insert, update, delete on public.notes to authenticated, service_role;
    create policy "people reach their own notes" on public.notes
      for all to authenticated using (owner_id = (select auth.uid()));
    create function public.whoami() returns jsonb language sql stable set search_path = ''
      as $$ select jsonb_build_object('role', auth.role(), 'claims', auth.jwt()) $$;
    grant execute on function public.whoami() to anon, authenticated, service_role;
  `);
  await waitUntil('the reload of the schema', async () => {
    const { error } = await api.client().rpc('whoami');
    return !error;
  });
});

afterAll(() => api.stop());

describe('who a request is to the database', () => {
  it.each([
    ['publishableKey', 'anon'],
    ['secretKey', 'service_role'],
    ['anonKey', 'anon'],
    ['serviceRoleKey', 'service_role'],
  ] as const)('%s is %s', async (key, role) => {
    const { data } = await api.client(api.keys[key]).rpc('whoami');
    expect(data.role).toBe(role);
  });

  it("a user's token wins over the key", async () => {
    const token = await signToken({ sub: crypto.randomUUID(), app_metadata: { role: 'admin' } });
    for (const key of [api.keys.publishableKey, api.keys.secretKey, api.keys.anonKey]) {
      const headers = { Authorization: `Bearer ${token}` };
      const { data } = await api.client(key, { headers }).rpc('whoami');
      expect(data).toMatchObject({
        role: 'authenticated',
        claims: { app_metadata: { role: 'admin' } },
      });
    }
  });

  it('a token of another secret is refused', async () => {
    const token = await signToken({ sub: crypto.randomUUID() }, 'another-secret-of-32-characters!');
    const headers = { Authorization: `Bearer ${token}` };
    const { error, status } = await api.client(undefined, { headers }).rpc('whoami');
    expect([status, error?.code]).toEqual([401, 'PGRST301']);
  });
});

describe('errors arrive as PostgREST makes them', () => {
  it('without a grant: 401 for nobody, 403 for somebody', async () => {
    const anonymous = await api.client().from('notes').select();
    expect([anonymous.status, anonymous.error?.code]).toEqual([401, '42501']);
    await api.sql`create table if not exists public.hidden (id int primary key)`;
    const headers = { Authorization: `Bearer ${await signToken({ sub: crypto.randomUUID() })}` };
    const signedIn = await api.client(undefined, { headers }).from('hidden').select();
    expect([signedIn.status, signedIn.error?.code]).toEqual([403, '42501']);
  });

  it('aggregates are off', async () => {
    const { error } = await api.client(api.keys.secretKey).from('notes').select('id.count()');
    expect(error?.code).toBe('PGRST123');
  });

  it('a table made a moment ago can be embedded once the schema is reloaded', async () => {
    await api.sql.unsafe(`
      create table public.replies (
        id int primary key, note_id bigint references public.notes (id)
      );
      grant select on public.replies to service_role;
    `);
    await waitUntil('the reload', async () => {
      const { error } = await api.admin.from('notes').select('id, replies(id)');
      return !error;
    });
  });
});

describe('a write to a whole table', () => {
  beforeEach(async () => {
    const owner = crypto.randomUUID();
    await api.sql`delete from public.notes`;
    await api.sql`insert into public.notes (owner_id, body)
      values (${owner}, 'one'), (${owner}, 'two')`;
  });

  it.each([
    ['PATCH', '', 'UPDATE requires a WHERE clause'],
    [
      'PATCH',
      '?select=id&columns=body&order=id&limit=1&offset=0',
      'UPDATE requires a WHERE clause',
    ],
    ['DELETE', '', 'DELETE requires a WHERE clause'],
    ['DELETE', '?limit=1&order=id', 'DELETE requires a WHERE clause'],
    ['DELETE', '?select=*,replies(*)&replies.id=eq.1', 'DELETE requires a WHERE clause'],
  ])('%s %s is refused and changes nothing', async (method, query, message) => {
    const answer = await write(method, query);
    expect([answer.status, await answer.json()]).toEqual([
      400,
      { code: '21000', details: null, hint: null, message },
    ]);
    const [counted] = await api.sql`select count(*)::int from public.notes where body <> 'new'`;
    expect(counted?.count).toBe(2);
  });

  it.each([
    ['?id=gt.0'],
    ['?or=(body.eq.one,body.eq.two)'],
    ['?and=(id.gt.0,body.neq.x)'],
    ['?not.and=(id.lt.0,body.eq.x)'],
  ])('with the filter %s it is done', async (query) => {
    expect((await write('PATCH', query)).status).toBe(204);
    const [counted] = await api.sql`select count(*)::int from public.notes where body = 'new'`;
    expect(counted?.count).toBe(2);
    expect((await write('DELETE', query.replace('one', 'new'))).status).toBe(204);
  });

  it('supabase-js gets the error of safeupdate', async () => {
    const { error, status } = await api.admin.from('notes').update({ body: 'new' });
    expect([status, error?.code]).toEqual([400, '21000']);
  });
});

function write(method: string, query: string): Promise<Response> {
  return fetch(`${api.url}/rest/v1/notes${query}`, {
    method,
    headers: { apikey: api.keys.secretKey, 'content-type': 'application/json' },
    body: method === 'PATCH' ? JSON.stringify({ body: 'new' }) : null,
  });
}

function signToken(claims: Record<string, unknown>, secret = api.keys.jwtSecret): Promise<string> {
  return new SignJWT({ role: 'authenticated', ...claims })
    .setProtectedHeader({ alg: 'HS256' })
    .setExpirationTime('1h')
    .sign(new TextEncoder().encode(secret));
}
