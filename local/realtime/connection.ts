// connection: one websocket of one client.
import type { WebSocket } from 'ws';
import type { Channel } from './channel.ts';
import type { Context } from './context.ts';
import { decodeFrame } from './decode-frame.ts';
import { encodeFrame } from './encode-frame.ts';
import type { Frame, Version } from './frame.ts';
import { handleFrame } from './handle-frame.ts';
import { InOrder } from './in-order.ts';
import type { Claims } from './verify-token.ts';

export interface ConnectionOptions {
  socket: WebSocket;
  version: Version;
  /** The key's or the token's that the websocket was opened with, and its text. */
  claims: Claims;
  token: string;
  /** The request's own `x-` headers, for policies. */
  headers: Record<string, string>;
}

/** Frames that may wait for those before them; then the client is not read for a while. */
const MOST_PENDING = 64;

export class Connection {
  readonly context: Context;
  readonly version: Version;
  readonly claims: Claims;
  readonly token: string;
  readonly headers: Record<string, string>;
  /** By topic, with `realtime:`. */
  readonly channels = new Map<string, Channel>();
  /** performance.now() of the last frame. */
  heardAt = performance.now();
  readonly #socket: WebSocket;
  readonly #inOrder: InOrder;

  constructor(context: Context, { socket, version, claims, token, headers }: ConnectionOptions) {
    this.context = context;
    this.version = version;
    this.claims = claims;
    this.token = token;
    this.headers = headers;
    this.#socket = socket;
    this.#inOrder = new InOrder((error, topic) => {
      context.report(topic, error);
      this.channels.get(topic)?.fail('Unknown Error on Channel');
    });
    socket.on('message', (data: Buffer, isBinary) => this.#receive(data, isBinary));
    socket.on('close', () => this.#forget());
    // What breaks a connection also closes it; there is nobody left to tell.
    socket.on('error', () => this.#forget());
    context.connections.add(this);
  }

  get isOpen(): boolean {
    return this.#socket.readyState === this.#socket.OPEN;
  }

  /** Does `task` when what was asked about this topic before is done. */
  inOrder(topic: string, task: () => void | Promise<void>): void {
    this.#inOrder.run(topic, task);
  }

  send(frame: Frame): void {
    this.sendEncoded(Buffer.from(encodeFrame(frame, this.version)), false);
  }

  /** Sends a frame; a client for which too much waits already is closed instead. */
  sendEncoded(data: Buffer, isBinary: boolean): void {
    if (!this.isOpen) return;
    if (this.#socket.bufferedAmount > this.context.limits.waitingBytes)
      this.end(1013, 'The client reads too slowly');
    else this.#socket.send(data, { binary: isBinary });
  }

  reply(to: Frame, status: 'ok' | 'error', response: object): void {
    const { joinRef, ref, topic } = to;
    this.send({ joinRef, ref, topic, event: 'phx_reply', payload: { status, response } });
  }

  /** Closes with a websocket code and a reason; nothing is sent from now on. */
  end(code: number, reason: string): void {
    this.#socket.close(code, reason);
    this.#forget();
  }

  #receive(data: Buffer, isBinary: boolean): void {
    if (!this.isOpen) return;
    this.heardAt = performance.now();
    let frame: Frame;
    try {
      frame = decodeFrame(data, isBinary);
    } catch {
      this.end(1007, 'A frame cannot be read');
      return;
    }
    this.#inOrder.run(frame.topic, () => handleFrame(this, frame));
    if (this.#inOrder.pending < MOST_PENDING || this.#socket.isPaused) return;
    this.#socket.pause();
    void this.#inOrder.settled().then(() => this.#socket.resume());
  }

  #forget(): void {
    this.context.connections.delete(this);
    for (const channel of this.channels.values()) channel.leave();
  }
}
