// realtime-ours: Realtime and its database for the realtime bench, without limits, spoken to by
// plain websockets in version 2.0.0.
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { WebSocket } from 'ws';
import { startDatabase } from '../../local/database/start-database.ts';
import { createKeys } from '../../local/keys.ts';
import { freePort } from '../../local/ports.ts';
import { startRealtime } from '../../local/realtime/start-realtime.ts';
import { type FanOutServer, fanOut, openSocket, PAYLOAD } from './realtime-clients.ts';

const unlimited = { messagesPerSecond: Number.POSITIVE_INFINITY };

/** Starts it all in this process, on a free port. */
export async function startOurFanOut(): Promise<FanOutServer> {
  const folder = await mkdtemp(join(tmpdir(), 'parley-bench-'));
  const dataDir = join(folder, 'data');
  const database = await startDatabase({ dataDir, port: await freePort(), durable: false });
  const keys = await createKeys();
  const dbUrl = database.url('supabase_admin');
  const realtime = await startRealtime({ dbUrl, keys, limits: unlimited });
  const server = createServer();
  server.on('upgrade', (request, socket, head) =>
    realtime.upgrade(request, socket, head, `Bearer ${keys.anonKey}`),
  );
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const url = `ws://127.0.0.1:${port}/realtime/v1/websocket?vsn=2.0.0`;
  return {
    async open(count) {
      const topic = `realtime:${crypto.randomUUID()}`;
      const sockets = Array.from({ length: count }, () => joinTopic(url, topic));
      const subscribers = await Promise.all(sockets);
      const isMessage = (_: Buffer, isBinary: boolean) => isBinary;
      return fanOut(await joinTopic(url, topic), subscribers, pushOf(topic), isMessage);
    },
    async stop() {
      server.close();
      await realtime.stop();
      await database.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function joinTopic(url: string, topic: string): Promise<WebSocket> {
  const socket = await openSocket(url);
  const replied = new Promise((resolve) => socket.once('message', resolve));
  socket.send(JSON.stringify(['1', '1', topic, 'phx_join', { config: {} }]));
  await replied;
  return socket;
}

/** A broadcast as supabase-js sends it: kind 3, five lengths, JSON. */
function pushOf(topic: string): Buffer {
  const texts = ['1', '2', topic, 'part', ''];
  const header = [3, ...texts.map((text) => text.length), 1];
  return Buffer.concat([Buffer.from(header), Buffer.from(texts.join('')), PAYLOAD]);
}
