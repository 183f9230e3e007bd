// broadcast: one message to all members of a topic, written once for each version.
import { encodeFrame } from './encode-frame.ts';
import { ENCODING_JSON, ENCODING_RAW, KIND_BROADCAST, type Version } from './frame.ts';

/** What is sent: the whole payload of a text frame, or the parts of a binary one. */
export type BroadcastContent = { whole: object } | BroadcastParts;

export interface BroadcastParts {
  event: string;
  /** UTF-8 JSON, or raw bytes. */
  payload: Buffer;
  isJson: boolean;
  /** Beside the payload: the `id` of a stored message, and whether it is `replayed`. */
  meta?: { id: string; replayed?: true };
  /** The transaction that a stored message was committed by, as it comes from the WAL. */
  xid?: number;
}

/** A frame that a websocket can send as it is. */
export interface Encoded {
  data: Buffer;
  isBinary: boolean;
}

const LONGEST = 255;

export class Broadcast {
  readonly content: BroadcastContent;
  readonly #topic: string;
  readonly #encoded = new Map<Version, Encoded | undefined>();

  /** `topic` as clients name it, with `realtime:`. */
  constructor(topic: string, content: BroadcastContent) {
    this.#topic = topic;
    this.content = content;
  }

  /** Undefined for raw bytes to a version that has text only. */
  encode(version: Version): Encoded | undefined {
    if (!this.#encoded.has(version)) {
      const isBinary = version === '2.0.0' && !('whole' in this.content);
      const encoded = (isBinary && this.#asBinary()) || this.#asText(version);
      this.#encoded.set(version, encoded);
    }
    return this.#encoded.get(version);
  }

  /** Kind 4: the lengths of three texts and the encoding, a byte each, the texts, the payload. */
  #asBinary(): Encoded | undefined {
    if ('whole' in this.content) return undefined;
    const { event, payload, isJson, meta } = this.content;
    const texts = [this.#topic, event, meta ? JSON.stringify(meta) : ''].map((text) =>
      Buffer.from(text),
    );
    if (texts.some(({ length }) => length > LONGEST)) return undefined;
    const encoding = isJson ? ENCODING_JSON : ENCODING_RAW;
    const header = Buffer.from([KIND_BROADCAST, ...texts.map(({ length }) => length), encoding]);
    return { data: Buffer.concat([header, ...texts, payload]), isBinary: true };
  }

  #asText(version: Version): Encoded | undefined {
    const { content } = this;
    if (!('whole' in content) && !content.isJson) return undefined;
    const payload =
      'whole' in content
        ? content.whole
        : {
            type: 'broadcast',
            event: content.event,
            payload: JSON.parse(content.payload.toString()),
            ...(content.meta && { meta: content.meta }),
          };
    const frame = { joinRef: null, ref: null, topic: this.#topic, event: 'broadcast', payload };
    return { data: Buffer.from(encodeFrame(frame, version)), isBinary: false };
  }
}
