// commands: npm start, reset and demo as a newcomer types them, each in a process group of its own.
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freePort } from '../../local/ports.ts';
import { waitUntil } from '../../local/wait-until.ts';

const ROOT = join(import.meta.dirname, '..', '..');
let folder: string;
let data: string;
let port: number;
const groups: number[] = [];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'parley-e2e-'));
  data = join(await mkdtemp(join(tmpdir(), 'parley-e2e-data-')), 'data');
  port = await freeRange();
});

afterAll(async () => {
  for (const group of groups) if (isRunning(group)) process.kill(-group, 'SIGKILL');
  await rm(folder, { recursive: true, force: true });
  await rm(dirname(data), { recursive: true, force: true });
});

/** The first of four free ports in a row: `npm start --port` takes the first, second and fourth. */
async function freeRange(): Promise<number> {
  for (;;) {
    const ports = [await freePort(), await freePort(), await freePort(), await freePort()];
    const [first = 0] = ports;
    if (ports.every((each, index) => each === first + index)) return first;
  }
}

interface Run {
  child: ChildProcess;
  group: number;
  output(): string;
  ended: Promise<number | null>;
}

function run(script: string, args: string[] = []): Run {
  const child = spawn('node', [join(ROOT, 'scripts', 'run.mjs'), script, ...args], {
    cwd: ROOT,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
  }
  const group = child.pid ?? 0;
  groups.push(group);
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  return { child, group, output: () => output, ended };
}

/** Whether any process of the group lives, the server's own children included. */
function isRunning(group: number): boolean {
  try {
    process.kill(-group, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

async function start(): Promise<Run> {
  const started = run('start', ['--port', String(port), '--data', data]);
  await Promise.race([
    waitUntil('npm start', () => started.output().includes('Ctrl-C stops'), { timeoutMs: 60_000 }),
    started.ended.then(() => Promise.reject(new Error(started.output()))),
  ]);
  return started;
}

/** Ctrl-C in a terminal: the whole group gets the signal. */
async function pressCtrlC(started: Run): Promise<void> {
  process.kill(-started.group, 'SIGINT');
  await started.ended;
  await waitUntil('the last process to end', () => !isRunning(started.group));
}

/** Runs what `npm start` printed to paste, in a shell. */
function paste(output: string): Promise<string> {
  const [, commands = ''] = /ready to paste:\n\n([\s\S]*?)\n\nData stays/.exec(output) ?? [];
  const shell = spawn('bash', ['-c', commands], { stdio: ['ignore', 'pipe', 'ignore'] });
  let printed = '';
  shell.stdout.setEncoding('utf8').on('data', (text: string) => {
    printed += text;
  });
  return new Promise((resolve) => shell.once('close', () => resolve(printed)));
}

describe('npm start', () => {
  it('serves a streamed turn, keeps data between runs and leaves no process behind', async () => {
    const first = await start();
    for (const fact of ['sb_publishable_', 'sb_secret_', 'postgres://', `:${port + 3}`]) {
      expect(first.output()).toContain(fact);
    }
    const answer = await paste(first.output());
    expect(answer).toContain('"type":"text-delta"');
    expect(answer).toContain('"available_credits":99');
    await pressCtrlC(first);

    const second = await start();
    expect(await paste(second.output())).toContain('"available_credits":98');
    await pressCtrlC(second);
  }, 90_000);

  it('recovers from being killed without a chance to stop', async () => {
    const killed = await start();
    process.kill(-killed.group, 'SIGKILL');
    await killed.ended;
    const next = await start();
    await pressCtrlC(next);
    await waitUntil('what the killed one left to end', () => !isRunning(killed.group));
  }, 90_000);

  it('says in one sentence that a port is taken', async () => {
    const first = await start();
    const second = run('start', ['--port', String(port), '--data', join(folder, 'other')]);
    expect(await second.ended).toBe(1);
    expect(second.output()).toContain(`Port ${port} (the API) is already taken`);
    expect(second.output()).not.toContain('    at ');
    await pressCtrlC(first);
  }, 60_000);

  it('says in one sentence that the data folder is broken', async () => {
    await writeFile(join(folder, 'note.txt'), 'not a database');
    const broken = run('start', ['--port', String(port), '--data', folder]);
    expect(await broken.ended).toBe(1);
    expect(broken.output()).toMatch(/data folder .* is broken .*npm run reset/);
    expect(broken.output()).not.toContain('    at ');
  });
});

describe('npm run demo', () => {
  it('prints a whole turn: account, e-mail, characters, answer, credits, purchase', async () => {
    const demo = run('demo');
    expect(await demo.ended, demo.output()).toBe(0);
    for (const part of [
      'stand-in',
      'Signed up',
      'confirmation e-mail with the code',
      'Credits before  100',
      'Credits after   99',
      'Credits now     349',
      'user (complete)',
      'assistant (complete)',
    ]) {
      expect(demo.output()).toContain(part);
    }
    await waitUntil('the last process to end', () => !isRunning(demo.group));
  }, 60_000);
});
