// pg_net's stand-in: requests that leave after commit, and their answers.
import { createServer, type IncomingMessage, type Server } from 'node:http';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startJobs } from '../../local/jobs/start-jobs.ts';
import { freePort } from '../../local/ports.ts';
import { waitUntil } from '../../local/wait-until.ts';
import { startTestDatabase } from './database-fixture.ts';

const database = await startTestDatabase();
const run = (statement: string, values?: unknown[]) => database.as('postgres', statement, values);
const jobs = await startJobs({ dbUrl: database.url('supabase_admin') });
afterAll(() => jobs.stop());

const seen: { method?: string; url?: string; headers: IncomingMessage['headers']; body: string }[] =
  [];
let server: Server;
let url: string;

beforeAll(async () => {
  server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request.setEncoding('utf8')) body += chunk;
    seen.push({
      method: request.method,
      url: request.url,
      headers: request.headers,
      body,
    } as never);
    if (request.url?.startsWith('/silent')) return;
    response.writeHead(request.url === '/missing' ? 404 : 200, {
      'content-type': 'text/plain',
      'x-a': 'b',
    });
    response.end('hello');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as { port: number }).port}`;
  await run('create extension if not exists pg_net with schema extensions');
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

async function queue(call: string): Promise<string> {
  return (await run(`select net.${call} as id`))[0]?.id;
}

const answer = (id: string) =>
  waitUntil(`the response to ${id}`, async () => {
    return (await run('select * from net._http_response where id = $1', [id]))[0];
  });

describe('a request', () => {
  test('by GET carries its parameters and headers, and its answer is kept', async () => {
    const id = await queue(`http_get('${url}/get?z=1', '{"q": "ä b&c"}', '{"X-Me": "you"}')`);
    expect(await answer(id)).toMatchObject({
      status_code: 200,
      content_type: 'text/plain',
      headers: { 'x-a': 'b' },
      content: 'hello',
      timed_out: false,
      error_msg: null,
    });
    expect(seen.at(-1)).toMatchObject({
      method: 'GET',
      url: '/get?z=1&q=%C3%A4%20b%26c',
      headers: { 'x-me': 'you' },
      body: '',
    });
  });

  test('by POST carries JSON, whatever other headers are given', async () => {
    await answer(
      await queue(`http_post('${url}/post', '{"a": [1, "ü"]}', '{}', '{"X-Me": "you"}')`),
    );
    expect(seen.at(-1)).toMatchObject({
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-me': 'you' },
      body: '{"a": [1, "ü"]}',
    });
    await expect(
      queue(`http_post('${url}', '{}', '{}', '{"content-type": "text/plain"}')`),
    ).rejects.toThrow('Content-Type header must be "application/json"');
  });

  test('by DELETE may carry a body', async () => {
    await answer(await queue(`http_delete('${url}/delete', body => '{"id": 1}')`));
    expect(seen.at(-1)).toMatchObject({ method: 'DELETE', url: '/delete', body: '{"id": 1}' });
  });

  test('with a bad status is an answer, not an error', async () => {
    expect(await answer(await queue(`http_get('${url}/missing')`))).toMatchObject({
      status_code: 404,
      error_msg: null,
    });
  });

  test('that nobody answers times out', async () => {
    expect(
      await answer(await queue(`http_get('${url}/silent', timeout_milliseconds => 100)`)),
    ).toMatchObject({ status_code: null, timed_out: true, error_msg: 'Timeout of 100 ms reached' });
  });

  test('that nobody takes says why', async () => {
    const closed = `http://127.0.0.1:${await freePort()}/`;
    expect(await answer(await queue(`http_get('${closed}')`))).toMatchObject({
      status_code: null,
      timed_out: false,
      error_msg: expect.stringContaining('ECONNREFUSED'),
    });
  });

  test('of a rolled back transaction never leaves', async () => {
    const client = new pg.Client({ connectionString: database.url() });
    await client.connect();
    await client.query(`begin; select net.http_get('${url}/rolled-back')`);
    await client.query('rollback');
    await client.query(`begin; select net.http_get('${url}/committed')`);
    expect(seen.some((request) => request.url === '/committed')).toBe(false);
    await client.query('commit');
    await client.end();
    await waitUntil('the committed one', () => seen.some(({ url }) => url === '/committed'));
    expect(seen.some((request) => request.url === '/rolled-back')).toBe(false);
  });

  test('of a thousand all arrive, each once', async () => {
    await run(`select net.http_get('${url}/many/' || n) from generate_series(1, 1000) as n`);
    await waitUntil(
      'a thousand',
      () => seen.filter((it) => it.url?.startsWith('/many')).length >= 1000,
      { timeoutMs: 30_000 },
    );
    await waitUntil('an empty queue', async () => {
      const [row] = await run('select count(*)::integer as waiting from net.http_request_queue');
      return row?.waiting === 0;
    });
    const urls = seen.map((it) => it.url).filter((it) => it?.startsWith('/many'));
    expect(new Set(urls).size).toBe(1000);
    expect(urls).toHaveLength(1000);
  });
});

test('responses are forgotten after six hours', async () => {
  const id = await queue(`http_get('${url}/old')`);
  await answer(id);
  await run(`update net._http_response set created = now() - interval '7 hours' where id = $1`, [
    id,
  ]);
  await queue(`http_get('${url}/new')`);
  await waitUntil('the old one to go', async () => {
    return (await run('select from net._http_response where id = $1', [id])).length === 0;
  });
});

test('the worker is known to be up', async () => {
  await run('select net.check_worker_is_up(), net.wait_until_running(), net.worker_restart()');
  const id = await queue(`http_get('${url}/collect')`);
  expect(
    await run(`select (net._http_collect_response($1, async => false)).*`, [id]),
  ).toMatchObject([{ status: 'SUCCESS', message: 'ok' }]);
});

test('a webhook tells another server of a changed row', async () => {
  await run('create table public.order_line (id integer primary key, note text)');
  await run(`create trigger told after insert on public.order_line for each row
    execute function supabase_functions.http_request('${url}/hook', 'POST',
      '{"Content-Type": "application/json", "X-Hook": "1"}', '{}', '1000')`);
  await run(`insert into public.order_line values (1, 'first')`);
  const hook = await waitUntil('the webhook', () => seen.find((it) => it.url === '/hook'));
  expect(hook.headers['x-hook']).toBe('1');
  expect(JSON.parse(hook.body)).toEqual({
    type: 'INSERT',
    table: 'order_line',
    schema: 'public',
    record: { id: 1, note: 'first' },
    old_record: null,
  });
  expect(await run('select hook_name from supabase_functions.hooks')).toEqual([
    { hook_name: 'told' },
  ]);
});
