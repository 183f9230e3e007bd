// messages: what passes between the functions' Deno process, its workers and the Node side.

/** Why a worker is told to end; the platform's values of `beforeunload`'s `detail.reason`. */
export type EndReason = 'early_drop' | 'wall_clock' | 'termination';

/** Main to worker. `end`: wait up to `wait_ms` for running work, then end with `reason`. */
export type ToWorker =
  | { type: 'boot'; entry: string }
  | { type: 'end'; reason: EndReason; wait_ms: number };

/** Worker to main. */
export type FromWorker =
  | { type: 'ready'; port: number }
  | { type: 'failed'; reason: string }
  | { type: 'log'; text: string }
  | { type: 'ended' };

/** `POST /workers` on the control port; answered with `Booted`, or 503 with `BootFailure`. */
export interface BootRequest {
  name: string;
  /** file: URL of the function's entry point. */
  entry: string;
  /** Longer than this and the boot has failed. */
  timeout_ms: number;
}
export interface Booted {
  id: string;
  /** The worker's own HTTP port on 127.0.0.1. */
  port: number;
}
export interface BootFailure {
  reason: string;
}

/** `DELETE /workers/<id>` and `POST /stop` on the control port. */
export interface EndRequest {
  reason: EndReason;
  wait_ms: number;
}
