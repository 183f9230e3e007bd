// refuse-upgrade: ends a request for a websocket that nobody takes.
import type { Duplex } from 'node:stream';

/** Answers with `status`, such as `404 Not Found`, and JSON, and closes. */
export function refuseUpgrade(socket: Duplex, status: string, answer: object): void {
  const body = JSON.stringify(answer);
  socket.end(
    `HTTP/1.1 ${status}\r\ncontent-type: application/json\r\nconnection: close\r\n` +
      `content-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
  );
}
