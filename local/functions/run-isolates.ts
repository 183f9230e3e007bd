// run-isolates: which worker serves a function now, and how one follows another.
//
// States of a worker: booting -> current -> retired -> ended. New requests go to the current one
// only; a retired one finishes its requests, then its background work, then ends. A worker's wall
// clock starts with its first request: it is replaced at half time and ended at full time.
import type { Outcome } from '../gateway/forward.ts';
import type { EndReason } from './deno/messages.ts';
import type { EdgeFunction } from './find-function.ts';
import type { Deno } from './supervise-deno.ts';

interface Isolate {
  readonly id: string;
  readonly port: number;
  requests: number;
  endsAt: number;
  retired: boolean;
  timers: NodeJS.Timeout[];
}

export interface Isolates {
  /** Boots a worker for `target` unless one is there or on its way; rejects when it cannot. */
  ensure(target: EdgeFunction): Promise<void>;
  /** Lets the current worker serve one request; a worker found dead is replaced once. */
  use(target: EdgeFunction, serve: (port: number) => Promise<Outcome>): Promise<Outcome>;
  /** The code of `name` has changed: later requests go to a new worker. */
  renew(name: string): void;
  /** The process has died and all workers with it. */
  forget(): void;
}

export interface IsolateLimits {
  /** Longest life of a worker that serves, ms. */
  wallClockMs: number;
  bootTimeoutMs: number;
}

export function runIsolates(
  deno: Pick<Deno, 'boot' | 'end'>,
  { wallClockMs, bootTimeoutMs }: IsolateLimits,
): Isolates {
  const current = new Map<string, Promise<Isolate>>();

  function find(target: EdgeFunction): Promise<Isolate> {
    return current.get(target.name) ?? install(target, boot(target));
  }

  function install({ name }: EdgeFunction, booting: Promise<Isolate>): Promise<Isolate> {
    current.set(name, booting);
    booting.catch(() => current.get(name) === booting && current.delete(name));
    return booting;
  }

  async function boot(target: EdgeFunction): Promise<Isolate> {
    const worker = await deno.boot({ ...target, timeout_ms: bootTimeoutMs });
    return { ...worker, requests: 0, endsAt: Infinity, retired: false, timers: [] };
  }

  function startClock(target: EdgeFunction, isolate: Isolate): void {
    isolate.endsAt = Date.now() + wallClockMs;
    isolate.timers = [
      setTimeout(() => void succeed(target, isolate), wallClockMs / 2).unref(),
      setTimeout(() => end(isolate, 'wall_clock', 0), wallClockMs).unref(),
    ];
  }

  async function succeed(target: EdgeFunction, isolate: Isolate): Promise<void> {
    const old = current.get(target.name);
    if ((await old?.catch(() => undefined)) !== isolate) return;
    // Without a successor the next request boots one, and is told why when that fails too.
    const next = await boot(target).catch(() => undefined);
    if (current.get(target.name) !== old) {
      if (next) end(next, 'early_drop', 0);
      return;
    }
    if (next) void install(target, Promise.resolve(next));
    else current.delete(target.name);
    retire(isolate);
  }

  function retire(isolate: Isolate): void {
    isolate.retired = true;
    if (isolate.requests > 0) return;
    const left = Math.min(isolate.endsAt - Date.now(), wallClockMs);
    end(isolate, 'early_drop', Math.max(left, 0));
  }

  function end(isolate: Isolate, reason: EndReason, wait_ms: number): void {
    for (const timer of isolate.timers) clearTimeout(timer);
    isolate.retired = true;
    // Only a process that has died cannot be told, and then there is nothing left to end.
    deno.end(isolate.id, { reason, wait_ms }).catch(() => undefined);
  }

  async function use(
    target: EdgeFunction,
    serve: (port: number) => Promise<Outcome>,
    isSecondTry = false,
  ): Promise<Outcome> {
    const booting = find(target);
    const isolate = await booting;
    if (isolate.endsAt === Infinity) startClock(target, isolate);
    isolate.requests += 1;
    const outcome = await serve(isolate.port);
    isolate.requests -= 1;
    if (isolate.retired) retire(isolate);
    if (outcome !== 'unreachable') return outcome;
    if (current.get(target.name) === booting) current.delete(target.name);
    return isSecondTry ? outcome : use(target, serve, true);
  }

  return {
    ensure: async (target) => void (await find(target)),
    use: (target, serve) => use(target, serve),
    renew(name) {
      const old = current.get(name);
      current.delete(name);
      old?.then(retire, () => undefined);
    },
    forget: () => current.clear(),
  };
}
