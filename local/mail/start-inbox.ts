// start-inbox: an SMTP server that keeps every message, with a page and an API to read them.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startChild } from '../child.ts';

export interface Inbox {
  /** The page; its API is below /api. */
  url: string;
  smtpPort: number;
  stop(): Promise<void>;
}

/**
 * Resolves when both ports on 127.0.0.1 answer; messages are gone after stop. maildev runs in a
 * process of its own: it takes half a second of CPU to load, and parses each message with jsdom.
 */
export async function startInbox({
  smtpPort,
  webPort,
}: {
  smtpPort: number;
  webPort: number;
}): Promise<Inbox> {
  const folder = await mkdtemp(join(tmpdir(), 'parley-mail-'));
  let lastLine = '';
  let onReady: () => void = () => undefined;
  const ready = new Promise<void>((resolve) => {
    onReady = resolve;
  });
  const child = startChild({
    name: 'The inbox (maildev)',
    command: process.execPath,
    args: [fileURLToPath(new URL('run-inbox.ts', import.meta.url)), `${smtpPort}`, `${webPort}`],
    env: { TMPDIR: folder, TEMP: folder, NODE_COMPILE_CACHE: compileCache },
    onLine: (line) => {
      lastLine = line;
      if (line === 'ready') onReady();
    },
  });
  const stop = async () => {
    await child.stop();
    await rm(folder, { recursive: true, force: true });
  };
  const ended = child.exited.then((sentence) => `${sentence}: ${lastLine}`);
  const failure = await Promise.race([ready, ended]);
  if (failure === undefined) return { url: `http://127.0.0.1:${webPort}`, smtpPort, stop };
  await stop();
  throw new Error(failure);
}

/** Compiled code of maildev, which halves its load time from the second start on. */
const compileCache = join(tmpdir(), 'parley-compile-cache');
