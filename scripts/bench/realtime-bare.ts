// realtime-bare: the limit of the realtime bench: a `ws` server that copies each frame to all
// others on the same path.
import type { AddressInfo } from 'node:net';
import { type WebSocket, WebSocketServer } from 'ws';
import { type FanOutServer, fanOut, openSocket, PAYLOAD } from './realtime-clients.ts';

/** Listens on a free port of this machine. */
export async function startBareFanOut(): Promise<FanOutServer> {
  const topics = new Map<string, Set<WebSocket>>();
  const server = new WebSocketServer({ host: '127.0.0.1', port: 0 });
  server.on('connection', (socket, { url = '/' }) => {
    const topic = topics.get(url) ?? new Set();
    topics.set(url, topic.add(socket));
    socket.on('close', () => topic.delete(socket));
    socket.on('message', (data: Buffer) => {
      for (const other of topic) if (other !== socket) other.send(data);
    });
  });
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    async open(count) {
      const url = `ws://127.0.0.1:${port}/${crypto.randomUUID()}`;
      const subscribers = await Promise.all(Array.from({ length: count }, () => openSocket(url)));
      return fanOut(await openSocket(url), subscribers, PAYLOAD, () => true);
    },
    stop: () => new Promise((resolve) => server.close(() => resolve())),
  };
}
