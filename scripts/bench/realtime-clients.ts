// realtime-clients: a sender and its subscribers as plain websockets, for the realtime bench.
import { WebSocket } from 'ws';

export interface FanOut {
  readonly subscribers: number;
  /** Sends so many messages at once; resolves when every subscriber has all of them. */
  send(messages: number): Promise<void>;
  close(): void;
}

/** A server with a topic for each call of `open`. */
export interface FanOutServer {
  open(subscribers: number): Promise<FanOut>;
  stop(): Promise<void>;
}

/** Runs the sender and the subscribers; `isMessage` tells messages from a server's other words. */
export function fanOut(
  sender: WebSocket,
  subscribers: WebSocket[],
  frame: Buffer,
  isMessage: (data: Buffer, isBinary: boolean) => boolean,
): FanOut {
  let missing = 0;
  let done: (() => void) | undefined;
  for (const subscriber of subscribers)
    subscriber.on('message', (data: Buffer, isBinary) => {
      if (!isMessage(data, isBinary)) return;
      missing -= 1;
      if (missing === 0) done?.();
    });
  return {
    subscribers: subscribers.length,
    send: (messages) =>
      new Promise((resolve) => {
        missing = messages * subscribers.length;
        done = resolve;
        for (let message = 0; message < messages; message += 1) sender.send(frame);
      }),
    close: () => {
      for (const socket of [sender, ...subscribers]) socket.terminate();
    },
  };
}

/** Opens a websocket. */
export async function openSocket(url: string): Promise<WebSocket> {
  const socket = new WebSocket(url, { perMessageDeflate: false });
  await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject));
  return socket;
}

/** About what a part of an answer is: 200 bytes of JSON. */
export const PAYLOAD = Buffer.from(JSON.stringify({ offset: 1234, text: 'x'.repeat(175) }));
