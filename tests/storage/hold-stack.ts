// hold-stack: a stack in a process of its own, to be measured or killed.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { createClient, type SupabaseClient } from '@supabase/supabase-js';

export interface HeldStack {
  apiUrl: string;
  secretKey: string;
  dbUrl: string;
  /** Of the secret key. */
  client: SupabaseClient;
  /** Bytes that its process holds in memory now. */
  memory(): Promise<number>;
  /** Ends it at once, as the power would. */
  kill(): Promise<void>;
  stop(): Promise<void>;
}

/** Starts it on the data folder and resolves when it answers. */
export async function holdStack(dataDir: string, port: number): Promise<HeldStack> {
  const script = path.join(import.meta.dirname, 'stack-holder.ts');
  const child = spawn(process.execPath, ['--expose-gc', script, dataDir, String(port)], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const read = async () => {
    const { value, done } = await lines.next();
    if (done) throw new Error('The held stack ended.');
    return JSON.parse(value);
  };
  const facts: { apiUrl: string; secretKey: string; dbUrl: string } = await read();
  return {
    ...facts,
    client: createClient(facts.apiUrl, facts.secretKey, { auth: { persistSession: false } }),
    async memory() {
      child.stdin.write('memory\n');
      return (await read()).rss;
    },
    kill: () => end(child, () => child.kill('SIGKILL')),
    stop: () => end(child, () => child.stdin.write('stop\n')),
  };
}

async function end(child: ChildProcess, tell: () => void): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  tell();
  await once(child, 'exit');
}
