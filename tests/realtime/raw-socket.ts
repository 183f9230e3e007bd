// raw-socket: a websocket that says what no client library would.
import { onTestFinished } from 'vitest';
import { WebSocket } from 'ws';
import { waitUntil } from '../../local/wait-until.ts';

/** A frame of version 2.0.0. */
export type RawFrame = [
  joinRef: string | null,
  ref: string | null,
  topic: string,
  event: string,
  payload: Record<string, unknown>,
];

export interface RawSocket {
  socket: WebSocket;
  /** Text frames that came, and binary ones as their bytes. */
  frames: (RawFrame | Buffer)[];
  /** The code and reason that the server closed with, once it has. */
  closed: Promise<{ code: number; reason: string }>;
  send(data: RawFrame | string | Buffer): void;
  /** Sends a frame and resolves with the reply to it. */
  ask(frame: RawFrame): Promise<{ status: string; response: Record<string, unknown> }>;
}

/** Opens a websocket of version 2.0.0, closed after the test. */
export async function openRaw(url: string, apikey: string): Promise<RawSocket> {
  const query = new URLSearchParams({ apikey, vsn: '2.0.0' });
  const socket = new WebSocket(`${url.replace('http', 'ws')}/realtime/v1/websocket?${query}`);
  onTestFinished(() => socket.terminate());
  const frames: RawSocket['frames'] = [];
  socket.on('message', (data: Buffer, isBinary) => {
    frames.push(isBinary ? data : (JSON.parse(data.toString()) as RawFrame));
  });
  const closed = new Promise<{ code: number; reason: string }>((resolve) => {
    socket.on('close', (code, reason) => resolve({ code, reason: reason.toString() }));
  });
  await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject));
  const send: RawSocket['send'] = (data) =>
    socket.send(Array.isArray(data) ? JSON.stringify(data) : data);
  return {
    socket,
    frames,
    closed,
    send,
    async ask(frame) {
      send(frame);
      const reply = await waitUntil(`the reply to ${frame[3]}`, () =>
        frames.find(
          (each) => Array.isArray(each) && each[1] === frame[1] && each[3] === 'phx_reply',
        ),
      );
      return (reply as RawFrame)[4] as never;
    },
  };
}

/** The join of a topic, with `config`. */
export function joinFrame(
  ref: string,
  topic: string,
  config: Record<string, unknown> = {},
  access_token?: string,
): RawFrame {
  const token = access_token === undefined ? {} : { access_token };
  return [ref, ref, `realtime:${topic}`, 'phx_join', { config, ...token }];
}

/** A broadcast as a binary frame of version 2.0.0. */
export function pushFrame(
  texts: { joinRef?: string; ref?: string; topic: string; event: string; metadata?: string },
  payload: Buffer,
  encoding = 1,
): Buffer {
  const { joinRef = '', ref = '', topic, event, metadata = '' } = texts;
  const parts = [joinRef, ref, `realtime:${topic}`, event, metadata].map((text) =>
    Buffer.from(text),
  );
  const header = [3, ...parts.map(({ length }) => length), encoding];
  return Buffer.concat([Buffer.from(header), ...parts, payload]);
}
