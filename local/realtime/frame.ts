// frame: what travels over a Realtime websocket (supabase-platform.md §4.1, §4.3).

/** 1.0.0: JSON objects; 2.0.0: JSON arrays, and binary frames for broadcasts. */
export const versions = ['1.0.0', '2.0.0'] as const;
export type Version = (typeof versions)[number];

/** A Phoenix message. The topic of a channel starts with `realtime:`; refs come from clients. */
export interface Frame {
  joinRef: string | null;
  ref: string | null;
  topic: string;
  event: string;
  payload: unknown;
}

/** The payload of an `event` "broadcast" that came as a binary frame. */
export class BinaryPush {
  readonly event: string;
  /** UTF-8 JSON, or bytes that mean something to the clients only. */
  readonly payload: Buffer;
  readonly isJson: boolean;
  /** What the client asks for beside the broadcast itself. */
  readonly metadata: unknown;

  constructor(content: Omit<BinaryPush, never>) {
    this.event = content.event;
    this.payload = content.payload;
    this.isJson = content.isJson;
    this.metadata = content.metadata;
  }
}

/** The first byte of a binary frame. */
export const KIND_PUSH = 3;
export const KIND_BROADCAST = 4;
/** How the payload of a binary frame is encoded. */
export const ENCODING_RAW = 0;
export const ENCODING_JSON = 1;
