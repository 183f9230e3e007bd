// ports: free ports for stacks that run side by side, and one clear sentence for a taken port.
import { createServer } from 'node:net';

// Below what systems give to outgoing connections (32768 and up on Linux, 49152 elsewhere), so that
// a port found free is still free when it is used; begun at another place by each process.
const FIRST_PORT = 10_000;
const PORTS = 22_000;
let next = (process.pid * 61) % PORTS;

/** A TCP port on 127.0.0.1 that nobody listens on now; never the same one twice in a process. */
export async function freePort(): Promise<number> {
  for (let tried = 0; tried < PORTS; tried += 1) {
    const port = FIRST_PORT + next;
    next = (next + 1) % PORTS;
    if (await isFree(port)) return port;
  }
  throw new Error('There is no free port on this machine.');
}

/** Throws a sentence naming the port and its purpose when `port` is taken. */
export async function requireFreePort(port: number, purpose: string): Promise<void> {
  if (await isFree(port)) return;
  throw new Error(`Port ${port} (${purpose}) is already taken: stop what uses it and try again.`);
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}
