// chat-portkey: the Portkey gateway, if it is installed, in front of the same provider.
//   PORTKEY_FROM  the folder whose node_modules has @portkey-ai/gateway; default: this repository
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { freePort } from '../../local/ports.ts';
import { waitUntil } from '../../local/wait-until.ts';

const ROOT = process.env.PORTKEY_FROM ?? join(import.meta.dirname, '..', '..');
const SERVER = join(ROOT, 'node_modules', '@portkey-ai', 'gateway', 'build', 'start-server.js');

export interface Portkey {
  url: string;
  headers: Record<string, string>;
  stop(): Promise<void>;
}

/** Starts it and resolves when it answers; nothing where it is not installed. */
export async function startPortkey(providerUrl: string): Promise<Portkey | undefined> {
  if (!existsSync(SERVER)) return undefined;
  const port = await freePort();
  const child = spawn(process.execPath, [SERVER, `--port=${port}`, '--headless'], {
    stdio: 'ignore',
    env: { ...process.env, TRUSTED_CUSTOM_HOSTS: '127.0.0.1' },
  });
  const exited = new Promise((resolve) => child.once('exit', resolve));
  const url = `http://127.0.0.1:${port}/v1`;
  await waitUntil('the Portkey gateway', () =>
    fetch(url).then(
      () => true,
      () => false,
    ),
  );
  return {
    url,
    headers: { 'x-portkey-provider': 'openai', 'x-portkey-custom-host': providerUrl },
    async stop() {
      child.kill();
      await exited;
    },
  };
}
