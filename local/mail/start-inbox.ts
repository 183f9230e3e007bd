// start-inbox: an SMTP server that keeps every message, with a page and an API to read them.
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
  let lastLine = '';
  let onReady: () => void = () => undefined;
  const ready = new Promise<void>((resolve) => {
    onReady = resolve;
  });
  const script = fileURLToPath(new URL('run-inbox.ts', import.meta.url));
  const child = startChild({
    name: 'The inbox (maildev)',
    command: process.execPath,
    args: [script, `${smtpPort}`, `${webPort}`],
    env: { NODE_COMPILE_CACHE: compileCache },
    onLine: (line) => {
      lastLine = line;
      if (line === 'ready') onReady();
    },
  });
  const stop = () => child.stop();
  const ended = child.exited.then((sentence) => `${sentence}: ${lastLine}`);
  const failure = await Promise.race([ready, ended]);
  if (failure === undefined) return { url: `http://127.0.0.1:${webPort}`, smtpPort, stop };
  throw new Error(failure);
}

/** Compiled code of maildev, which halves its load time from the second start on. */
const compileCache = join(tmpdir(), 'parley-compile-cache');
