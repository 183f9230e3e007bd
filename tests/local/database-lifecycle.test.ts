// Starting and stopping the local database, also when things are broken, taken or killed.
import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import path from 'node:path';
import pg from 'pg';
import { afterEach, describe, expect, onTestFinished, test } from 'vitest';
import { ensureTemplate } from '../../local/database/ensure-template.ts';
import { ensurePlatformTemplate } from '../../local/database/platform.ts';
import {
  type Database,
  type DatabaseOptions,
  startDatabase,
} from '../../local/database/start-database.ts';
import { freePort } from '../../local/ports.ts';
import { waitUntil } from '../../local/wait-until.ts';
import { temporaryFolder } from './database-fixture.ts';

const running: { stop(): Promise<unknown> }[] = [];
afterEach(async () => {
  for (const part of running.splice(0).reverse()) await part.stop();
});

async function start(dataDir: string, options: Partial<DatabaseOptions> = {}): Promise<Database> {
  const port = await freePort();
  const database = await startDatabase({ dataDir, port, durable: false, ...options });
  running.push(database);
  return database;
}

async function query(database: Database, statement: string): Promise<pg.QueryResultRow[]> {
  const client = new pg.Client({ connectionString: database.url() });
  await client.connect();
  const { rows } = await client.query(statement).finally(() => client.end());
  return rows;
}

const newFolder = async () => path.join(await temporaryFolder(onTestFinished), 'data');

/** A process of its own that runs a database; it leads a process group, as in a terminal. */
async function hold(dataDir: string): Promise<{ holder: ChildProcess; output: () => string }> {
  const script = path.join(import.meta.dirname, 'database-holder.ts');
  const holder = spawn(process.execPath, [script, dataDir, String(await freePort())], {
    detached: true,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let output = '';
  holder.stdout.setEncoding('utf8').on('data', (text: string) => {
    output += text;
  });
  await waitUntil('the holder to be ready', () => output.includes('ready'), { timeoutMs: 20_000 });
  return { holder, output: () => output };
}

const isServed = (dataDir: string) => existsSync(path.join(dataDir, 'postmaster.pid'));

describe('a database', () => {
  test('keeps its data over a stop, with every safety on by default', async () => {
    const dataDir = await newFolder();
    const first = await start(dataDir, { durable: true });
    expect(await query(first, 'show fsync')).toEqual([{ fsync: 'on' }]);
    await query(first, 'create table public.kept as select 1 as answer');
    await first.stop();
    await first.stop();
    expect(isServed(dataDir)).toBe(false);
    const second = await start(dataDir, { durable: true });
    expect(await query(second, 'table public.kept')).toEqual([{ answer: 1 }]);
  });

  test('runs beside another one', async () => {
    const [one, other] = await Promise.all([start(await newFolder()), start(await newFolder())]);
    await query(one, 'create table public.only_here (id integer)');
    await expect(query(other, 'table public.only_here')).rejects.toThrow('does not exist');
  });

  test('removes what a killed process left half-filled beside it', async () => {
    const dataDir = await newFolder();
    const gone = spawn(process.execPath, ['--version'], { stdio: 'ignore' });
    await once(gone, 'exit');
    const [abandoned, inWork] = [gone.pid, process.pid].map(
      (pid) => `${dataDir}.new-${pid}-${randomUUID()}`,
    ) as [string, string];
    for (const folder of [abandoned, inWork])
      await mkdir(path.join(folder, 'base'), { recursive: true });
    await start(dataDir);
    expect([existsSync(abandoned), existsSync(inWork)]).toEqual([false, true]);
  });

  test('may be filled from a template of the caller', async () => {
    const template = await ensureTemplate({
      layer: 'test',
      key: `${process.pid}`,
      build: async (dataDir) => {
        const database = await startDatabase({ dataDir, port: await freePort(), durable: false });
        await query(database, 'create table public.templated (id integer)');
        await database.stop();
      },
    });
    running.push({ stop: () => rm(template, { recursive: true }) });
    const database = await start(await newFolder(), { template });
    expect(await query(database, 'table public.templated')).toEqual([]);
  });

  test('is usable in a folder that exists and is empty', async () => {
    const dataDir = await newFolder();
    await mkdir(dataDir);
    await start(dataDir);
  });
});

test('two builds of the same template at once end with the same one', async () => {
  let builds = 0;
  const build = async (dataDir: string) => {
    builds += 1;
    await waitUntil('both builds to run', () => builds === 2);
    await writeFile(path.join(dataDir, 'made'), 'yes');
  };
  const options = { layer: 'test-twice', key: `twice-${process.pid}`, build };
  const [one, other] = await Promise.all([ensureTemplate(options), ensureTemplate(options)]);
  running.push({ stop: () => rm(one, { recursive: true }) });
  expect(other).toBe(one);
  expect(await readFile(path.join(one, 'made'), 'utf8')).toBe('yes');
  const drafts = (await readdir(path.dirname(one))).filter((name) => name.includes(options.key));
  expect(drafts).toHaveLength(1);
});

describe('one sentence says what is wrong', () => {
  test('when the folder holds something else', async () => {
    const dataDir = await newFolder();
    await mkdir(dataDir);
    await writeFile(path.join(dataDir, 'letter.txt'), 'Dear ...');
    await expect(start(dataDir)).rejects.toThrow(
      `The data folder ${dataDir} is broken or holds something else: it has files but no ` +
        'Postgres database. `npm run reset` makes a new one; its data is then lost.',
    );
    expect(await readFile(path.join(dataDir, 'letter.txt'), 'utf8')).toBe('Dear ...');
  });

  test('when the folder is a file', async () => {
    const dataDir = await newFolder();
    await writeFile(dataDir, '');
    await expect(start(dataDir)).rejects.toThrow(`The data folder ${dataDir} is not a folder.`);
  });

  test('when another Postgres made the folder', async () => {
    const dataDir = await newFolder();
    await (await start(dataDir)).stop();
    await writeFile(path.join(dataDir, 'PG_VERSION'), '16\n');
    await expect(start(dataDir)).rejects.toThrow(
      `The data folder ${dataDir} was made by Postgres 16, and this is Postgres 17.`,
    );
  });

  test('when the folder is damaged', async () => {
    const dataDir = await newFolder();
    await (await start(dataDir)).stop();
    await rm(path.join(dataDir, 'global', 'pg_control'));
    await expect(start(dataDir)).rejects.toThrow(
      /^The database in .+ did not start \(.*pg_control.*\)\. If the folder is broken, `npm run/,
    );
    expect(isServed(dataDir)).toBe(false);
  });

  test('when another version of the local platform made the folder', async () => {
    const dataDir = await newFolder();
    await (await start(dataDir)).stop();
    await writeFile(path.join(dataDir, 'parley-platform.json'), '{"sql":"","auth":"other"}');
    await expect(start(dataDir)).rejects.toThrow(
      `The data folder ${dataDir} was made by another version of the local platform`,
    );
  });

  test('when the port is taken', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    running.push({ stop: async () => server.close() });
    const { port } = server.address() as { port: number };
    await expect(start(await newFolder(), { port })).rejects.toThrow(
      `Port ${port} (database) is already taken`,
    );
  });

  test.runIf(process.getuid?.() === 0)('when Postgres’s own OS user may not enter', async () => {
    const closed = path.join(await temporaryFolder(onTestFinished), 'closed');
    await mkdir(closed, { mode: 0o700 });
    await expect(start(path.join(closed, 'data'))).rejects.toThrow(
      `Postgres cannot run as root, and the OS user postgres may not enter ${closed} on the way to`,
    );
  });

  test('when a living process uses the folder', async () => {
    const dataDir = await newFolder();
    await start(dataDir);
    await expect(start(dataDir)).rejects.toThrow(
      `The data folder ${dataDir} is in use by process ${process.pid}`,
    );
  });
});

test('a folder from before the newest platform files is brought up to date', async () => {
  const dataDir = await newFolder();
  await (await start(dataDir)).stop();
  const file = path.join(dataDir, 'parley-platform.json');
  const current = await readFile(file, 'utf8');
  await writeFile(file, JSON.stringify({ ...JSON.parse(current), sql: 'older' }));
  await start(dataDir);
  expect(await readFile(file, 'utf8')).toBe(current);
});

describe('when its process goes', () => {
  test('Ctrl-C in a terminal leaves the database to be stopped in order', async () => {
    const dataDir = await newFolder();
    const { holder, output } = await hold(dataDir);
    process.kill(-(holder.pid ?? 0), 'SIGINT');
    await once(holder, 'exit');
    expect(output()).toBe('ready\nthe database still answers\nstopped in order\n');
    expect(isServed(dataDir)).toBe(false);
  });

  test('by SIGKILL, the database stops by itself', async () => {
    const dataDir = await newFolder();
    const { holder } = await hold(dataDir);
    holder.kill('SIGKILL');
    await waitUntil('the database to stop', () => !isServed(dataDir));
  });

  test('with all its helpers, the next start stops the database left behind', async () => {
    const dataDir = await newFolder();
    const { holder } = await hold(dataDir);
    process.kill(-(holder.pid ?? 0), 'SIGKILL');
    await once(holder, 'exit');
    expect(isServed(dataDir)).toBe(true);
    const database = await start(dataDir);
    expect(await query(database, 'select 1 as one')).toEqual([{ one: 1 }]);
  });

  test('and the machine with it, a file of a dead server is no obstacle', async () => {
    const dataDir = await newFolder();
    await (await start(dataDir)).stop();
    const lines = [2 ** 22 + 1, dataDir, 1, await freePort(), '', '127.0.0.1', '', 'ready'];
    await writeFile(path.join(dataDir, 'postmaster.pid'), `${lines.join('\n')}\n`);
    await start(dataDir);
  });
});

test('the template of the platform is left alone by the databases made from it', async () => {
  const template = await ensurePlatformTemplate();
  expect(existsSync(path.join(template, 'postmaster.pid'))).toBe(false);
  expect(existsSync(path.join(template, 'parley-owner.pid'))).toBe(false);
});
