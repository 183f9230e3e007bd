// The edge-function runtime over time: new code, packages, limits, crashes of the process, the end.
import { spawn } from 'node:child_process';
import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import type { FunctionsOptions } from '../../local/functions/start-functions.ts';
import { waitUntil } from '../../local/wait-until.ts';
import { type ServedFunctions, serveFunctions } from './serve-functions.ts';

const projectDir = join(import.meta.dirname, '..', '..');
const fixtures = join(projectDir, 'tests', 'fixtures', 'functions');
const cleanUps: (() => Promise<void>)[] = [];
const lines: string[] = [];
let functions: ServedFunctions;

afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp();
});

async function start(options: Partial<FunctionsOptions> = {}): Promise<void> {
  lines.length = 0;
  functions = await serveFunctions({
    projectDir,
    functionsDir: join(fixtures, 'plain'),
    env: {},
    jwt: { secret: 'not used here' },
    verifyJwt: () => false,
    onLine: (line) => lines.push(line),
    ...options,
  });
  cleanUps.push(functions.stop);
}

async function copyOfFixtures(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'parley-functions-'));
  cleanUps.push(() => rm(folder, { recursive: true }));
  await cp(join(fixtures, 'plain'), folder, { recursive: true });
  return folder;
}

const call = (path: string, init?: RequestInit) => fetch(`${functions.url}${path}`, init);
const text = async (path: string) => (await call(path)).text();
const logged = (line: string) => waitUntil(`the line "${line}"`, () => lines.includes(line));
const isAlive = (pid: number) => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

test('a saved file answers new requests; running ones finish on the old code', async () => {
  const functionsDir = await copyOfFixtures();
  await start({ functionsDir });
  const running = await call('/hello/stream?ms=600');
  await text('/hello/background?ms=700');
  await writeFile(join(functionsDir, '_shared', 'word.ts'), "export const word = 'second';\n");
  await waitUntil('the new code', async () => (await text('/hello')) === 'second');
  const events = (await running.text()).trim().split('\n\n');
  expect(events.at(-1)).toContain('data: first');
  expect(events.length).toBeGreaterThan(10);
  await logged('hello: background done with first');
  await logged('hello: beforeunload early_drop');
});

test('a syntax error is a 503 until it is mended; a function added later is found', async () => {
  const functionsDir = await copyOfFixtures();
  await start({ functionsDir });
  expect(await text('/hello')).toBe('first');
  await writeFile(join(functionsDir, '_shared', 'word.ts'), 'export const word = = 1;\n');
  const broken = await waitUntil('the error', async () => {
    const response = await call('/hello');
    return response.status === 503 && response;
  });
  expect(broken.headers.get('sb-error-code')).toBe('BOOT_ERROR');
  expect(await broken.json()).toEqual({
    code: 'BOOT_ERROR',
    message: 'Function failed to start (please check logs)',
  });
  expect(lines.some((line) => /^hello: could not start: .*SyntaxError/.test(line))).toBe(true);
  await writeFile(join(functionsDir, '_shared', 'word.ts'), "export const word = 'mended';\n");
  await waitUntil('the mended code', async () => (await text('/hello')) === 'mended');
  await mkdir(join(functionsDir, 'late'));
  await writeFile(join(functionsDir, 'late', 'index.ts'), "Deno.serve(() => new Response('x'));\n");
  expect(await text('/late')).toBe('x');
  await writeFile(join(functionsDir, 'late', 'index.ts'), "Deno.serve(() => new Response('y'));\n");
  await waitUntil('the new answer', async () => (await text('/late')) === 'y');
});

test('a function that never finishes starting is a 503 and holds nobody else up', async () => {
  const functionsDir = await copyOfFixtures();
  await mkdir(join(functionsDir, 'endless'));
  await writeFile(join(functionsDir, 'endless', 'index.ts'), 'for (;;);\n');
  await mkdir(join(functionsDir, 'silent'));
  await writeFile(join(functionsDir, 'silent', 'index.ts'), 'export const nothing = 1;\n');
  await start({ functionsDir, bootTimeoutMs: 700 });
  const endless = call('/endless');
  expect(await text('/hello')).toBe('first');
  expect((await endless).status).toBe(503);
  expect((await call('/silent')).status).toBe(503);
});

test('packages are found by their bare names, offline', async () => {
  await start({ functionsDir: join(fixtures, 'packages') });
  const response = await call('/all/greet', { method: 'POST', body: '{"to":"you"}' });
  expect(await response.json()).toEqual({ to: 'you', loaded: Array(4).fill('function') });
});

test('a worker has a successor at half its wall clock and is ended at full', async () => {
  await start({ wallClockMs: 1600 });
  const long = await call('/hello/stream?ms=20000');
  const first = await text('/hello/isolate');
  await waitUntil('the successor', async () => (await text('/hello/isolate')) !== first);
  expect(lines).not.toContain('hello: beforeunload wall_clock');
  await expect(long.text()).rejects.toThrow();
  await logged('hello: beforeunload wall_clock');
  expect(await text('/hello')).toBe('first');
});

test('when the Deno process is killed, callers get a 503 and soon answers again', async () => {
  await start();
  const pid = functions.pid();
  const stream = await call('/hello/stream?ms=20000');
  const cut = expect(stream.text()).rejects.toThrow();
  await functions.kill();
  await cut;
  expect((await call('/hello')).status).toBe(503);
  await waitUntil('the function', async () => (await call('/hello')).status === 200);
  expect(functions.pid()).not.toBe(pid);
});

test('stopping tells running work and leaves no process behind', async () => {
  await start();
  const pid = functions.pid();
  await text('/hello/background?ms=300');
  await functions.stop();
  cleanUps.pop();
  await logged('hello: beforeunload termination');
  await logged('hello: background done with first');
  expect(isAlive(pid)).toBe(false);
  await expect(call('/hello')).rejects.toThrow();
});

test('the Deno process ends when the process that started it is killed', async () => {
  const module = join(projectDir, 'local', 'functions', 'start-functions.ts');
  const program = `
    import { startFunctions } from ${JSON.stringify(module)};
    const functions = await startFunctions({
      projectDir: ${JSON.stringify(projectDir)},
      functionsDir: ${JSON.stringify(join(fixtures, 'plain'))},
      env: {}, jwt: { secret: 'x' }, verifyJwt: () => false,
    });
    console.log(functions.pid());`;
  const parent = spawn(process.execPath, ['--input-type=module', '--eval', program]);
  const output = await new Promise<string>((resolve) =>
    parent.stdout.once('data', (data) => resolve(String(data))),
  );
  const pid = Number(output);
  expect(isAlive(pid)).toBe(true);
  parent.kill('SIGKILL');
  await waitUntil('the end of Deno', () => !isAlive(pid));
});
