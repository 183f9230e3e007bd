// limits: what one project, one connection and one message may take (supabase-platform.md §4.10).

export interface Limits {
  /** Websockets of the project. */
  connections: number;
  /** Of the project. */
  joinsPerSecond: number;
  /** Broadcasts that clients send, of the project. */
  messagesPerSecond: number;
  /** Of the project. */
  presencesPerSecond: number;
  channelsPerConnection: number;
  /** Calls of track and untrack on one channel in `PRESENCE_WINDOW_MS`. */
  presencesPerChannel: number;
  presenceKeys: number;
  payloadBytes: number;
  /** Of one change of a row; beyond, only its short values are sent. */
  changeBytes: number;
  /** What may wait for a client that reads slowly. */
  waitingBytes: number;
}

export const PRESENCE_WINDOW_MS = 30_000;
/** The largest frame that is read at all. */
export const FRAME_BYTES = 5_000_000;

/** Those of the Team plan, and of Pro without a spend cap; smaller plans have less. */
export const platformLimits: Limits = {
  connections: 10_000,
  joinsPerSecond: 2500,
  messagesPerSecond: 2500,
  presencesPerSecond: 1000,
  channelsPerConnection: 100,
  presencesPerChannel: 5,
  presenceKeys: 10,
  payloadBytes: 3_000_000,
  changeBytes: 1_048_576,
  waitingBytes: 16_000_000,
};
