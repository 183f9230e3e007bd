// ports: free ports for stacks that run side by side, and one clear sentence for a taken port.
import { createServer } from 'node:net';

/** A TCP port on 127.0.0.1 that nobody listens on now. */
export function freePort(): Promise<number> {
  return listenOnce(0);
}

/** Throws a sentence naming the port and its purpose when `port` is taken. */
export async function requireFreePort(port: number, purpose: string): Promise<void> {
  try {
    await listenOnce(port);
  } catch {
    throw new Error(`Port ${port} (${purpose}) is already taken: stop what uses it and try again.`);
  }
}

function listenOnce(port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      const { port: bound } = server.address() as { port: number };
      server.close(() => resolve(bound));
    });
  });
}
